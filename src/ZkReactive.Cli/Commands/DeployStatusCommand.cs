using System.CommandLine;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary><c>zkr deploy status</c>.</summary>
internal static class DeployStatusCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The manifest node.");
        var json = CliOptions.Json("The deploy with all agents as one JSON object.");
        var command = new ZkrCommand("status", "Show what is deployed and where every agent stands.")
        {
            Notes = ["It ends with 0 when the deploy could be read, however it stands; its state is in the output (outcome in the JSON)."],
            Examples =
            [
                new("zkr deploy status --path /app/business/config", "Where does it stand?"),
                new("zkr deploy status --path /app/business/config --json | jq -r .outcome", "For a script."),
            ],
        };
        command.Add(path);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var status = await DeployStatusReader.ReadAsync(client, target, cancellationToken).ConfigureAwait(false);
                if (status is { DeployId: null, Agents.Count: 0 })
                    throw new CliException(DeployErrorIds.DeployUnknown, ExitCodes.Failed, $"Reading the deploy at {target} found neither a manifest nor an agent. Is it the right path? 'zkr ls {target.Parent}' shows what is there.");

                if (parse.GetValue(json)) CliJson.Write(context.Host.Out, DeployStatusJson.From(status), CliJson.Lines.DeployStatusJson);
                else DeployView.Write(new Screen(context.Host), status);
                return ExitCodes.Done;
            }
        });
        return command;
    }
}
