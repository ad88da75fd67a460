using System.CommandLine;
using System.Globalization;
using ZkReactive.Client;

namespace ZkReactive.Cli;

/// <summary><c>zkr get</c>.</summary>
internal static class GetCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The node to read.");
        var json = CliOptions.Json("Data and stat as one JSON object.");
        var command = new ZkrCommand("get", "Print a node's data.")
        {
            Examples =
            [
                new("zkr get /app/business/config", "What is deployed?"),
                new("zkr get /app/business/config --json | jq .stat.version", "Which version of the data is it?"),
            ],
        };
        command.Add(path);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var node = await client.GetAsync(parse.GetRequiredValue(path), cancellationToken).ConfigureAwait(false);
                if (parse.GetValue(json)) CliJson.Write(context.Host.Out, NodeJson.From(node.Path, node.Data.Span, node.Stat), CliJson.Lines.NodeJson);
                else await WriteAsync(context.Host, node, cancellationToken).ConfigureAwait(false);
                return ExitCodes.Done;
            }
        });
        return command;
    }

    private static async Task WriteAsync(CliHost host, ZkNode node, CancellationToken cancellationToken)
    {
        var isText = Text.IsText(node.Data.Span);
        if (!isText && host is { IsOutTerminal: false, RawOut: { } raw })
        {
            await host.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            await raw.WriteAsync(node.Data, cancellationToken).ConfigureAwait(false);
            await raw.FlushAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!isText) host.Out.WriteLine($"({node.Data.Length} bytes that are not text; pipe them to a file, or use --json)");
        else if (!node.Data.IsEmpty) WriteText(host, Text.Decode(node.Data.Span));

        if (!host.IsOutTerminal) return;
        var stat = node.Stat;
        var modified = stat.Modified.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        host.Out.WriteLine($"-- {node.Data.Length} bytes, version {stat.Version}, modified {modified}, {stat.ChildCount} children, mzxid {stat.Mzxid}");
    }

    private static void WriteText(CliHost host, string text)
    {
        var shown = host.IsOutTerminal ? Text.Lines(text) : text;
        if (shown.EndsWith('\n')) host.Out.Write(shown);
        else host.Out.WriteLine(shown);
    }
}
