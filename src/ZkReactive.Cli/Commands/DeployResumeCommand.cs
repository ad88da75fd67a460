using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy resume</c>.</summary>
internal static class DeployResumeCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node.");
        var json = CliOptions.Json("The halt that stood as one JSON object; nothing when there was none.");
        var command = new ZkrCommand("resume", "Let a halted rollout go on.")
        {
            Notes = ["The failures that there were are forgiven: the strategy's limit counts from here. Agents that failed are not tried again by this."],
            Examples = [new("zkr deploy resume --path /app/business/config", "Go on.")],
        };
        command.Add(path);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var halt = await DeployRollout.ResumeAsync(client, target, cancellationToken: cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(json))
                {
                    if (halt is not null) CliJson.Write(context.Host.Out, DeployHaltJson.From("resumed", target, halt), CliJson.Lines.DeployHaltJson);
                }
                else
                {
                    context.Host.Out.WriteLine(Text.OneLine(halt is null ? $"the deploy at {target} was not halted" : $"deploy {halt.DeployId} at {target} goes on"));
                }

                return ExitCodes.Done;
            }
        });
        return command;
    }
}
