using System.CommandLine;
using ZkReactive.Nodes;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary><c>zkr rm</c>.</summary>
internal static class RmCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The node to delete.");
        var recursive = new Option<bool>("--recursive") { Description = "Delete everything below it as well, from the leaves up." };
        var command = new ZkrCommand("rm", "Delete a node.")
        {
            Examples =
            [
                new("zkr rm /app/old", "Delete a node that has no children."),
                new("zkr rm /app/old --recursive", "Delete it with all that is below."),
            ],
        };
        command.Add(path);
        command.Add(recursive);
        command.Validators.Add(result =>
        {
            if (result.GetResult(path) is not null && result.GetValue(path) is { IsRoot: true }) result.AddError("'/' cannot be deleted; name what is below it.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                if (parse.GetValue(recursive))
                {
                    var count = await client.DeleteTreeAsync(target, cancellationToken).ConfigureAwait(false);
                    context.Host.Out.WriteLine($"{target} deleted, {count} {(count == 1 ? "node" : "nodes")}");
                }
                else
                {
                    await client.DeleteAsync(target, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
                    context.Host.Out.WriteLine($"{target} deleted");
                }

                return ExitCodes.Done;
            }
        });
        return command;
    }
}
