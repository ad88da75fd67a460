using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr journal</c>.</summary>
internal static class JournalCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var directory = CliOptions.Required("--state-dir", "DIR", "The agent's state directory: .zkreactive below its root, unless it was given another.");
        var since = Moment(context, "--since", "Only what happened then or later: a time such as 2030-01-31T12:00 or how long ago, such as 2h.");
        var asOf = Moment(context, "--as-of", "What the agent knew and ran at that time, instead of events.");
        var kinds = new Option<string[]>("--kind") { Description = "Only these kinds, such as DeployFailed.", HelpName = "KIND", AllowMultipleArgumentsPerToken = true };
        var deployId = new Option<string?>("--deploy-id") { Description = "Only what happened about this deploy.", HelpName = "ID" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens, until Ctrl+C." };
        var json = CliOptions.Json("Each event, or the state, as one JSON object a line.");
        var command = new ZkrCommand("journal", "Show what an agent saw, decided and did, and what it knew at any time.")
        {
            Connects = false,
            Notes = ["It reads the file and disturbs nobody; the agent may run or not. 'sqlite3 DIR/journal.db' with 'select * from events' shows the same."],
            Examples =
            [
                new("zkr journal --state-dir /srv/app/.zkreactive --since 1h", "What has happened lately?"),
                new("zkr journal --state-dir /srv/app/.zkreactive --follow", "What happens now?"),
                new("zkr journal --state-dir /srv/app/.zkreactive \\\n  --as-of 2030-01-31T12:00", "What ran at noon?"),
            ],
        };
        foreach (var option in new Option[] { directory, since, asOf, kinds, deployId, follow, json }) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(asOf) is null) return;
            foreach (var other in new Option[] { since, kinds, deployId, follow })
            {
                if (result.GetResult(other) is { Implicit: false }) result.AddError($"--as-of shows a state and not events; leave {other.Name} out.");
            }
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var file = Path.Combine(Path.GetFullPath(parse.GetRequiredValue(directory), context.Host.CurrentDirectory), ZkJournal.FileName);
            var reader = await JournalReader.OpenAsync(new() { Path = file, Time = context.Host.TimeProvider }, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var output = new Output(context.Host, new JournalView(context.Host), parse.GetValue(json));
                if (parse.GetValue(asOf) is { } time) await output.WriteStateAsync(reader, time, file, cancellationToken).ConfigureAwait(false);
                else await output.WriteAsync(reader, new() { Since = parse.GetValue(since), Kinds = parse.GetValue(kinds) ?? [], Correlation = parse.GetValue(deployId) }, parse.GetValue(follow), cancellationToken).ConfigureAwait(false);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static Option<DateTimeOffset?> Moment(CliContext context, string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = result => ParseMoment(context, result) };

    private static DateTimeOffset? ParseMoment(CliContext context, ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var ago)) return context.Host.TimeProvider.GetUtcNow() - ago;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time)) return time;
        result.AddError($"'{text}' is not a time; write for instance 2030-01-31T12:00, 2030-01-31T12:00:00Z, or 2h for two hours ago.");
        return null;
    }

    private sealed record Output(CliHost Host, JournalView View, bool IsJson)
    {
        public async Task WriteStateAsync(JournalReader reader, DateTimeOffset time, string file, CancellationToken cancellationToken)
        {
            var known = await DeployStateAsOf.ReadAsync(reader, time, cancellationToken: cancellationToken).ConfigureAwait(false)
                ?? throw new CliException(DeployErrorIds.DeployUnknown, ExitCodes.Failed, $"The journal '{file}' has no event of a deploy agent.");
            if (IsJson) CliJson.Write(Host.Out, known.State, DeployProjection.Of(known.Path).StateType);
            else View.Write(known);
        }

        public async Task WriteAsync(JournalReader reader, JournalQuery query, bool follow, CancellationToken cancellationToken)
        {
            if (!follow)
            {
                await foreach (var recorded in reader.ReadAsync(query, cancellationToken).ConfigureAwait(false)) Write(recorded);
                return;
            }

            try
            {
                await foreach (var message in reader.FollowAsync(query, cancellationToken).ConfigureAwait(false)) Write(message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // Ctrl+C is how it is meant to end.
            }
        }

        private void Write(JournalMessage message)
        {
            switch (message)
            {
                case JournalMessage.Event(var recorded):
                    Write(recorded);
                    break;
                case JournalMessage.EventsDropped(var through) when !IsJson:
                    View.Remark($"events up to {through} were dropped by retention");
                    break;
                case JournalMessage.Replaced(var setAside) when !IsJson:
                    View.Remark($"the file was damaged and is kept as {setAside}; a new one begins");
                    break;
            }
        }

        private void Write(JournalEvent recorded)
        {
            if (IsJson) CliJson.Write(Host.Out, JournalEventJson.From(recorded), CliJson.Lines.JournalEventJson);
            else View.Write(recorded);
        }
    }
}
