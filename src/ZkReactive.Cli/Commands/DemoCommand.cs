using System.CommandLine;
using System.Diagnostics;
using ZkReactive.Cli.Demo;

namespace ZkReactive.Cli;

/// <summary><c>zkr demo</c>.</summary>
internal static class DemoCommand
{
    private const int DefaultAgents = 5;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(3);

    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var repository = new Option<string?>("--repository")
        {
            Description = "The git repository to deploy. Default: the one around the current directory, else a throw-away one.",
            HelpName = "URL|PATH",
        };
        var agents = CliOptions.Number("--agents", "N", 2, 50, "How many agents. Default: 5.");
        var command = new ZkrCommand("demo", "Show the whole story in a few seconds: a fleet deploys, refuses, survives.")
        {
            Notes =
            [
                "It starts a ZooKeeper server and a fleet of agents, deploys a repository at an older and at its newest commit, breaks a manifest, kills an agent in the middle, cuts the connections, and asks git what every agent ended on. All times shown are measured. It leaves nothing behind, and ends with 0 only if every agent verifiably runs the right commit.",
                "With --connect it does the same on a real ensemble, below a node of its own that it deletes.",
            ],
            Examples =
            [
                new("zkr demo", "On an embedded server, with the repository it stands in."),
                new("zkr demo --connect zk1:2181,zk2:2181,zk3:2181", "On a real ensemble."),
            ],
        };
        command.Add(repository);
        command.Add(agents);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var started = Stopwatch.GetTimestamp();
            var screen = new Screen(context.Host);
            var options = new DemoOptions(parse.GetValue(repository), parse.GetValue(agents) ?? DefaultAgents, context.Global.ConnectString(parse));
            screen.Line($"[bold]ZkReactive demo[/]: change one znode, and {options.Agents} servers deploy a commit and prove it.");
            if (await RunAsync(context, parse, options, cancellationToken).ConfigureAwait(false) is { } leftBehind)
                throw new CliException("ZkDemoLeftBehind", ExitCodes.Failed, $"The demo went well, but {leftBehind}");
            screen.Line();
            screen.Line($"{Screen.Mark("All agents verifiably run the newest commit.", Tone.Good)} {Durations.Format(Stopwatch.GetElapsedTime(started))} in all, nothing left behind.");
            return ExitCodes.Done;
        });
        return command;
    }

    // Gives what could not be taken down, null when nothing is left behind.
    private static async Task<string?> RunAsync(CliContext context, ParseResult parse, DemoOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(LongestRun, context.Host.TimeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var stage = new DemoStage($"zkreactive-demo-{Guid.NewGuid().ToString("n")[..8]}");
        var isPlayed = false;
        try
        {
            await new DemoStory(context.Host, options, context.Global.ClientOptions(parse), stage).PlayAsync(both.Token).ConfigureAwait(false);
            isPlayed = true;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CliException("ZkDemoFailed", ExitCodes.Failed, $"The demo was not done after {Durations.Format(LongestRun)} and was given up; a smaller repository (--repository) or fewer agents (--agents) may fit.");
        }
        finally
        {
            await stage.DisposeAsync().ConfigureAwait(false);
            if (!isPlayed && stage.LeftBehind is { } leftBehind) context.Notice(leftBehind);
        }

        return stage.LeftBehind;
    }
}
