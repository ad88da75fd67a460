using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy agent</c>.</summary>
internal static class DeployAgentCommand
{
    private static readonly TimeSpan PatienceBeforeNotice = TimeSpan.FromSeconds(2);

    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node; it need not exist yet.");
        var root = CliOptions.Required("--root", "DIR", "The directory below which it deploys; it never leaves it.");
        var id = new Option<string?>("--id") { Description = "Its name, unique in the fleet. Default: the host name.", HelpName = "NAME" };
        var stateDirectory = new Option<string?>("--state-dir") { Description = "Where it remembers what it runs and keeps git's objects. Default: .zkreactive below the root.", HelpName = "DIR" };
        var schemes = new Option<DeployUrlSchemes>("--allow-scheme")
        {
            Description = "Repository URLs to accept besides https and ssh: file, http, git, separated by commas.",
            HelpName = "SCHEME,…",
            CustomParser = ParseSchemes,
        };
        var trusted = new Option<string[]>("--trusted-key")
        {
            Description = "A file of public keys, or a directory of them; may be given again. Then only what one of them has signed is deployed.",
            HelpName = "FILE",
        };
        var commands = new Option<DeployCommandRule>("--allow-commands")
        {
            Description = "Which manifests' commands to run (post-deploy, health checks): signed, always or never. Default: signed, that is those checked against a trusted key.",
            HelpName = "WHEN",
        };
        var once = new Option<bool>("--once")
        {
            Description = "Make it so once and end: for schedulers. The session, 2m unless --session-timeout says otherwise, is left to the next run, so that the agent stays registered in between.",
        };
        var json = CliOptions.Json("What it sees, decides and does as one JSON object a line.");
        var command = new ZkrCommand("agent", "Keep this server on the commit that the manifest asks for, until Ctrl+C or SIGTERM.")
        {
            Notes =
            [
                "It never gives up: while ZooKeeper or the repository is away, what runs runs on. Stopped by a signal it removes its registration and ends with 0.",
                "With --once runs must not be further apart than the session time-out, or the agent is not seen in between; the run after says so. Servers grant 40s at most unless their maxSessionTimeout is raised. Ends with 1 when the deploy failed.",
                "What it runs is always <root>/<relativePath>; failed deploys leave that untouched, and their reason stands in ZooKeeper and in the log.",
            ],
            Examples =
            [
                new("zkr deploy agent --path /app/business/config --root /srv/app", "Follow the manifest from a server at boot."),
                new("zkr deploy agent --path /app/business/config --root /srv/app \\\n  --once --session-timeout 5m", "One run of many, from a scheduler."),
                new("zkr deploy agent --path /app/business/config --root ./try \\\n  --id try-1 --allow-scheme file", "Try it with a repository on this machine."),
            ],
        };
        foreach (var option in new Option[] { path, root, id, stateDirectory, schemes, trusted, commands, once, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var directory = System.IO.Path.GetFullPath(parse.GetRequiredValue(root), context.Host.CurrentDirectory);
            var loggers = parse.GetValue(context.Global.Verbose) ? new LineLoggerFactory(context.Host) : (ILoggerFactory)NullLoggerFactory.Instance;
            var options = new DeployAgentOptions
            {
                Path = parse.GetRequiredValue(path),
                Root = directory,
                AllowedSchemes = parse.GetValue(schemes),
                TrustedKeys = parse.GetValue(trusted) is { Length: > 0 } files ? DeployTrustedKeys.Load([.. files.Select(file => System.IO.Path.GetFullPath(file, context.Host.CurrentDirectory))]) : null,
                Commands = parse.GetValue(commands),
                TimeProvider = context.Host.TimeProvider,
                LoggerFactory = loggers,
            };
            if (parse.GetValue(id) is { } name) options = options with { AgentId = name };
            if (parse.GetValue(stateDirectory) is { } state) options = options with { StateDirectory = System.IO.Path.GetFullPath(state, context.Host.CurrentDirectory) };

            if (parse.GetValue(once))
            {
                var connection = context.Global.ClientOptions(parse);
                if (parse.GetValue(context.Global.SessionTimeout) is null) connection = connection with { SessionTimeout = ScheduledDeployAgent.DefaultSessionTimeout };
                return await RunOnceAsync(context, new ScheduledDeployAgent(connection, options), parse.GetValue(json), cancellationToken).ConfigureAwait(false);
            }

            var client = ZkClient.Start(context.Global.ClientOptions(parse));
            await using (client.ConfigureAwait(false))
            {
                var agent = new DeployAgent(client, options);
                var writer = new DeployEventWriter(context.Host, agent.AgentId, parse.GetValue(json));
                using var events = agent.Events.Subscribe(writer.Write);
                await RunAsync(context, client, agent, cancellationToken).ConfigureAwait(false);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task<int> RunOnceAsync(CliContext context, ScheduledDeployAgent agent, bool json, CancellationToken cancellationToken)
    {
        var writer = new DeployEventWriter(context.Host, agent.AgentId, json);
        using var events = agent.Events.Subscribe(writer.Write);
        var report = await agent.RunAsync(cancellationToken).ConfigureAwait(false);
        return report.Error is null && report.State != DeployAgentState.Failed ? ExitCodes.Done : ExitCodes.Failed;
    }

    // Refused credentials are the one thing that waiting cannot mend: the agent ends, so that whoever started it notices.
    private static async Task RunAsync(CliContext context, IZkClient client, DeployAgent agent, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var refused = false;
        using var notices = client.ObserveSession().Subscribe(new SessionNotices(context, announceFirst: true).Write);
        using var refusals = client.ObserveSession().Subscribe(state =>
        {
            if (state.Status != ZkSessionStatus.AuthFailed) return;
            refused = true;
            stop.Cancel();
        });
        var announcing = AnnounceWaitingAsync(context, client, stop.Token);
        await agent.RunAsync(stop.Token).ConfigureAwait(false);
        await announcing.ConfigureAwait(false);
        if (refused) await client.WaitForConnectionAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static async Task AnnounceWaitingAsync(CliContext context, IZkClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.WaitForConnectionAsync(cancellationToken).AsTask().WaitAsync(PatienceBeforeNotice, context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            context.Notice($"no server of {client.Options.ConnectString} can be reached yet; what runs runs on, and so do the attempts");
        }
        catch (Exception exception) when (exception is OperationCanceledException or ZkException)
        {
            // Stopped, or refused: the agent's own end says so.
        }
    }

    private static DeployUrlSchemes ParseSchemes(ArgumentResult result)
    {
        var allowed = DeployUrlSchemes.None;
        foreach (var name in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            switch (name)
            {
                case "file": allowed |= DeployUrlSchemes.File; break;
                case "http": allowed |= DeployUrlSchemes.Http; break;
                case "git": allowed |= DeployUrlSchemes.Git; break;
                case "https" or "ssh": break;
                default: result.AddError($"'{name}' is not a URL scheme that can be allowed; write file, http, git or several with commas (https and ssh always are)."); break;
            }
        }

        return allowed;
    }
}
