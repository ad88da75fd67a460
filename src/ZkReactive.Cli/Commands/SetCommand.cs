using System.CommandLine;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary><c>zkr set</c>.</summary>
internal static class SetCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The node to write.");
        var value = new Argument<string>("VALUE") { Description = "Its new data, stored as UTF-8; may be empty. Put -- before a value that begins with a dash." };
        var version = CliOptions.Number("--version", "N", 0, int.MaxValue, "Write only if this is still the node's version. Default: any.");
        var create = new Option<bool>("--create") { Description = "Create the node, and its parents, if it is not there." };
        var command = new ZkrCommand("set", "Replace a node's data.")
        {
            Examples =
            [
                new("zkr set /app/flags '{\"newLogin\":true}' --create", "Set it, whether it is there or not."),
                new("zkr set /app/flags \"$(cat flags.json)\" --version 4", "Set it from a file, unless somebody has changed it since version 4."),
            ],
        };
        command.Add(path);
        command.Add(value);
        command.Add(version);
        command.Add(create);
        command.Validators.Add(result =>
        {
            if (result.GetValue(create) && result.GetResult(version) is not null)
                result.AddError("--create and --version exclude each other: a version is that of a node which exists.");
        });
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var data = Text.Encode(parse.GetRequiredValue(value));
                var expected = parse.GetValue(version) is { } number ? new NodeVersion(number) : NodeVersion.Any;
                var done = parse.GetValue(create)
                    ? await SetOrCreateAsync(client, target, data, cancellationToken).ConfigureAwait(false)
                    : $"version {(await client.SetAsync(target, data, expected, cancellationToken).ConfigureAwait(false)).Version}";
                context.Host.Out.WriteLine($"{target} {done}");
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task<string> SetOrCreateAsync(IZkClient client, ZkPath path, byte[] data, CancellationToken cancellationToken)
    {
        var written = await client.SetOrCreateAsync(path, data, cancellationToken).ConfigureAwait(false);
        return written is { IsCreated: false, Stat: { } stat } ? $"version {stat.Version}" : "created";
    }
}
