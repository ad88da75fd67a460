using System.CommandLine;
using ZkReactive.Pipelines.Policy;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy watch</c>.</summary>
internal static class PolicyWatchCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var type = PolicyCommand.TypeOption("The node of the type of servers; it need not exist.");
        var count = CliOptions.Number("--count", "N", 1, int.MaxValue, "End after N sets; the one at the start is the first. Default: no end.");
        var timeout = CliOptions.Duration("--timeout", "End after this time; a failure (1) when --count was given and not reached.");
        var stateDirectory = new Option<string?>("--state-dir") { Description = "Keep the last good set here, and begin with it when ZooKeeper is away or holds a bad one.", HelpName = "DIR" };
        var agentId = new Option<string?>("--agent-id") { Description = "Say in ZooKeeper, under this name, when a set is refused. Default: only look on.", HelpName = "NAME" };
        var json = CliOptions.Json("One JSON object a line.");
        var command = new ZkrCommand("watch", "Print each set of policies that comes into use or is refused, until Ctrl+C.")
        {
            Notes = ["applied: the set is used from now on. rejected: it has errors, and the one before stays in use. restored: from --state-dir, until ZooKeeper says otherwise. Sets that follow each other quickly may be left out; the newest always comes."],
            Examples =
            [
                new("zkr policy watch --type /Proxy", "See every change, and which ids it moves."),
                new("zkr policy watch --type /Proxy --json \\\n  --state-dir /var/lib/proxy --agent-id $(hostname)", "Feed a server that is not .NET."),
            ],
        };
        foreach (var option in new Option[] { type, count, timeout, stateDirectory, agentId, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            // Not awaited to connect when there is a set to begin with: that is what it is kept for.
            var directory = parse.GetValue(stateDirectory);
            var client = directory is null
                ? await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false)
                : Client.ZkClient.Start(context.Global.ClientOptions(parse));
            await using (client.ConfigureAwait(false))
            {
                var options = new PolicyAgentOptions
                {
                    Type = parse.GetRequiredValue(type),
                    StateDirectory = directory is null ? null : Path.Combine(context.Host.CurrentDirectory, directory),
                    ReportRejections = parse.GetResult(agentId) is not null,
                    TimeProvider = context.Host.TimeProvider,
                    LoggerFactory = client.Options.LoggerFactory,
                };
                if (parse.GetValue(agentId) is { } name) options = options with { AgentId = name };
                var writer = new PolicyUpdateWriter(context.Host, options.Type, parse.GetValue(json), parse.GetValue(count));
                using var session = client.ObserveSession().Subscribe(new SessionNotices(context).Write);
                using var updates = client.ObservePolicies(options).Subscribe(writer.Write, writer.Fail, writer.End);
                return await writer.WaitAsync(parse.GetValue(timeout), cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
