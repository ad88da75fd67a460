using System.CommandLine;

namespace ZkReactive.Cli;

/// <summary><c>zkr ls</c>.</summary>
internal static class LsCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The node whose children to list.");
        var json = CliOptions.Json("The names and the node's stat as one JSON object.");
        var command = new ZkrCommand("ls", "List a node's children, one a line.")
        {
            Examples =
            [
                new("zkr ls /", "What is there?"),
                new("zkr ls /app/business/config/agents", "Which agents are up?"),
            ],
        };
        command.Add(path);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var children = await client.GetChildrenAsync(parse.GetRequiredValue(path), cancellationToken).ConfigureAwait(false);
                string[] names = [.. children.Names.Order(StringComparer.Ordinal)];
                if (parse.GetValue(json))
                {
                    CliJson.Write(context.Host.Out, new ChildrenJson(children.Path, names, StatJson.From(children.Stat)), CliJson.Lines.ChildrenJson);
                }
                else
                {
                    foreach (var name in names) context.Host.Out.WriteLine(name);
                }

                return ExitCodes.Done;
            }
        });
        return command;
    }
}
