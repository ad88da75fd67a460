using System.CommandLine;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary><c>zkr watch</c>.</summary>
internal static class WatchCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.Path("The node to watch; it need not exist.");
        var data = new Option<bool>("--data") { Description = "Its data: created, changed, deleted. This is the default." };
        var children = new Option<bool>("--children") { Description = "Its children: which came and which went." };
        var tree = new Option<bool>("--tree") { Description = "It and all below it: + came, * changed, - went." };
        var depth = CliOptions.Number("--depth", "N", 0, int.MaxValue, "With --tree: how many levels below it. Default: all.");
        var count = CliOptions.Number("--count", "N", 1, int.MaxValue, "End after N lines; the state at the start is the first. Default: no end.");
        var timeout = CliOptions.Duration("--timeout", "End after this time; a failure (1) when --count was given and not reached.");
        var json = CliOptions.Json("One JSON object a line.");
        var command = new ZkrCommand("watch", "Print a node's state now and at every change, until Ctrl+C.")
        {
            Notes =
            [
                "Each line says why it is printed: initial (the state at the start), change, or resync (the connection was away; this is the state now, what happened in between was not seen). A quick series of changes may become one line; the newest state always comes.",
            ],
            Examples =
            [
                new("zkr watch /app/business/config", "See every publish."),
                new("zkr watch /app/business/config/agents --children --json", "See agents come and go, for a program to read."),
                new("zkr watch /service --tree --json", "Follow a whole tree, for a program to read."),
                new("zkr watch /app/ready --count 2 --timeout 30s", "Wait for one change."),
            ],
        };
        command.Add(path);
        command.Add(data);
        command.Add(children);
        command.Add(tree);
        command.Add(depth);
        command.Add(count);
        command.Add(timeout);
        command.Add(json);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var started = context.Host.TimeProvider.GetTimestamp();
            var client = await context.ConnectAsync(parse, cancellationToken, parse.GetValue(timeout)).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var writer = new WatchWriter(context.Host, parse.GetValue(json), parse.GetValue(count));
                var subscriptions = new List<IDisposable> { client.ObserveSession().Subscribe(new SessionNotices(context).Write) };
                var isTree = parse.GetValue(tree) || parse.GetValue(depth) is not null;
                var options = new ObserveTreeOptions { MaxDepth = parse.GetValue(depth) ?? int.MaxValue };
                if (isTree) subscriptions.Add(client.ObserveTree(target, options).Subscribe(writer.Write, writer.Fail, writer.End));
                if (parse.GetValue(data) || !(parse.GetValue(children) || isTree)) subscriptions.Add(client.ObserveNode(target).Subscribe(writer.Write, writer.Fail, writer.End));
                if (parse.GetValue(children)) subscriptions.Add(client.ObserveChildren(target).Subscribe(writer.Write, writer.Fail, writer.End));
                try
                {
                    return await WaitAsync(context, writer, target, parse.GetValue(timeout), started, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    subscriptions.ForEach(subscription => subscription.Dispose());
                }
            }
        });
        return command;
    }

    private static async Task<int> WaitAsync(CliContext context, WatchWriter writer, ZkPath target, TimeSpan? timeout, long started, CancellationToken cancellationToken)
    {
        var left = timeout is { } whole ? whole - context.Host.TimeProvider.GetElapsedTime(started) : Timeout.InfiniteTimeSpan;
        if (timeout is not null && left < TimeSpan.Zero) left = TimeSpan.Zero;
        try
        {
            await writer.Ended.WaitAsync(left, context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (writer.Wanted is { } wanted)
        {
            throw new CliException(
                "ZkTimeout", ExitCodes.Failed, $"Watching {target} ended after {Durations.Format(timeout!.Value)} with {writer.Written} of {wanted} lines.");
        }
        catch (TimeoutException)
        {
            // The time asked for is over: done.
        }
        catch (OperationCanceledException) when (writer.Wanted is null)
        {
            // Without --count there is no other end than being stopped.
        }

        return ExitCodes.Done;
    }
}
