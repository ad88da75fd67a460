using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy halt</c>.</summary>
internal static class DeployHaltCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node.");
        var reason = new Option<string?>("--reason") { Description = "Why, for people.", HelpName = "TEXT" };
        var json = CliOptions.Json("The halt that stands as one JSON object.");
        var command = new ZkrCommand("halt", "Halt the present rollout: agents at work finish, no other begins.")
        {
            Notes = ["A rollout that is halted already stays as it is. 'zkr deploy resume' lets it go on, 'zkr deploy undo' goes back."],
            Examples = [new("zkr deploy halt --path /app/business/config --reason 'errors in the log'", "Stop it from spreading.")],
        };
        command.Add(path);
        command.Add(reason);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var halt = await DeployRollout.HaltAsync(client, target, reason: parse.GetValue(reason), cancellationToken: cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(json)) CliJson.Write(context.Host.Out, DeployHaltJson.From("halted", target, halt), CliJson.Lines.DeployHaltJson);
                else context.Host.Out.WriteLine(Text.OneLine($"deploy {halt.DeployId} at {target} is halted by {halt.By ?? "nobody known"}{(halt.Reason is null ? "" : ": " + halt.Reason)}"));
                return ExitCodes.Done;
            }
        });
        return command;
    }
}
