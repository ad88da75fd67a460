using System.CommandLine;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary><c>zkr policy list</c>.</summary>
internal static class PolicyListCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var type = PolicyCommand.TypeOption("The node of the type of servers.");
        var json = CliOptions.Json("The set with all policies, findings and rejections as one JSON object.");
        var command = new ZkrCommand("list", "Show the policies of a type, what is wrong with them, and which agents refuse them.")
        {
            Notes = ["It ends with 0 when the policies could be read, good or bad; whether they are is in the output (valid in the JSON)."],
            Examples = [new("zkr policy list --type /Proxy", "What is published, and does everybody use it?")],
        };
        command.Add(type);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var path = parse.GetRequiredValue(type);
                var snapshot = await PolicyReader.ReadAsync(client, path, cancellationToken: cancellationToken).ConfigureAwait(false);
                var rejections = await PolicyReader.ReadRejectionsAsync(client, path, cancellationToken).ConfigureAwait(false);
                PolicyListView.Write(context.Host, parse.GetValue(json), snapshot, rejections);
                return ExitCodes.Done;
            }
        });
        return command;
    }
}
