using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy undo</c>.</summary>
internal static class DeployUndoCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node.");
        var waiting = new DeployWaiting();
        var signKey = DeploySigning.KeyOption();
        var atOnce = new Option<bool>("--at-once") { Description = "All agents at once, whatever batches that deploy had." };
        var json = CliOptions.Json("What was published as one JSON object, and with --wait a second one with how it ended.");
        var command = new ZkrCommand("undo", "Go back to the last good deploy before the present one.")
        {
            Notes =
            [
                "Good is a deploy that has results, all of them successes. It is published anew, with the batches, time-outs and splay it had; agents that still have its release only switch. Deploys that ask for the same as the present one are passed over.",
                "When there is none, or somebody publishes in between, nothing is changed. A signed deploy is undone only with a key.",
            ],
            Examples = [new("zkr deploy undo --path /app/business/config --wait", "Go back, and wait for all servers.")],
        };
        command.Add(path);
        waiting.AddTo(command);
        command.Add(atOnce);
        command.Add(signKey);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            using var key = DeploySigning.Load(context, parse.GetValue(signKey));
            var client = await context.ConnectAsync(parse, cancellationToken, waiting.Timeout(parse)).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var options = DeploySigning.Options(context, parse.GetRequiredValue(path), key);
                var plan = await DeployUndo.FindAsync(client, options, cancellationToken).ConfigureAwait(false);
                var published = await DeployUndo.PublishAsync(client, options, plan with { IsAtOnce = parse.GetValue(atOnce) }, note: null, cancellationToken).ConfigureAwait(false);
                var isJson = parse.GetValue(json);
                if (!isJson) context.Host.Out.WriteLine(Text.OneLine($"undid {plan.Undone}, back to {plan.BackTo}"));
                return await waiting.FinishAsync(context, client, parse, published, isJson, cancellationToken).ConfigureAwait(false);
            }
        });
        return command;
    }
}
