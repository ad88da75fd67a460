using System.CommandLine;
using System.Globalization;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Streams;

namespace ZkReactive.Cli;

/// <summary><c>zkr service watch</c>.</summary>
internal static class ServiceWatchCommand
{
    /// <summary>Makes the verb.</summary>
    public static Command Create(CliContext context)
    {
        var path = CliOptions.PathOption("The service's node; it need not exist.");
        var count = CliOptions.Number("--count", "N", 1, int.MaxValue, "End after N lists; the list at the start is the first. Default: no end.");
        var timeout = CliOptions.Duration("--timeout", "End after this time; a failure (1) when --count was given and not reached.");
        var json = CliOptions.Json("One JSON object a line.");
        var command = new ZkrCommand("watch", "Print which instances of a service are there now, and which join, change and leave, until Ctrl+C.")
        {
            Examples =
            [
                new("zkr service watch --path /service/shop/web", "Watch a service."),
                new("zkr service watch --path /service/shop/web --count 2 --timeout 1m --json", "Wait for one change, for a program."),
            ],
        };
        foreach (var option in new Option[] { path, count, timeout, json }) command.Add(option);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var client = await context.ConnectAsync(parse, cancellationToken).ConfigureAwait(false);
            await using (client.ConfigureAwait(false))
            {
                var target = parse.GetRequiredValue(path);
                var writer = new Writer(context.Host, parse.GetValue(json), parse.GetValue(count));
                using var notices = client.ObserveSession().Subscribe(new SessionNotices(context).Write);
                using var changes = client.ObserveService(target).Subscribe(writer.Write, writer.Fail, writer.End);
                try
                {
                    await writer.Ended.WaitAsync(parse.GetValue(timeout) ?? Timeout.InfiniteTimeSpan, context.Host.TimeProvider, cancellationToken).ConfigureAwait(false);
                }
                catch (TimeoutException) when (parse.GetValue(count) is { } wanted)
                {
                    throw new CliException("ZkTimeout", ExitCodes.Failed, $"Watching {target} ended after {Durations.Format(parse.GetValue(timeout)!.Value)} with {writer.Written} of {wanted} lists.");
                }
                catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && parse.GetValue(count) is null))
                {
                    // The time asked for is over, or without --count there is no other end than being stopped.
                }

                return ExitCodes.Done;
            }
        });
        return command;
    }

    /// <summary>Prints on the stream's own turn: a reader that is slow makes the stream merge, so nothing piles up here.</summary>
    private sealed class Writer(CliHost host, bool json, int? wanted)
    {
        private readonly Lock _lock = new();
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public int Written { get; private set; }

        public void Write(ServiceChange change)
        {
            lock (_lock)
            {
                if (_ended.Task.IsCompleted) return;
                if (json) CliJson.Write(host.Out, ServiceChangeJson.From(host.TimeProvider.GetUtcNow(), change), CliJson.Lines.ServiceChangeJson);
                else host.Out.WriteLine($"{host.TimeProvider.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Text.OneLine(Line(change))}");
                host.Out.Flush();
                if (++Written == wanted) _ended.TrySetResult();
            }
        }

        public void Fail(Exception exception) => _ended.TrySetException(exception);

        public void End() => _ended.TrySetResult();

        private static string Line(ServiceChange change)
        {
            if (!change.Exists) return $"{change.Path}  absent";
            var differences = change.Joined.Select(one => "+" + one.EndPoint).Concat(change.Changed.Select(one => "~" + one.EndPoint)).Concat(change.Left.Select(one => "-" + one.EndPoint));
            return $"{change.Path}  {change.Instances.Length} {(change.Instances.Length == 1 ? "instance" : "instances")}  {string.Join(' ', differences)}".TrimEnd();
        }
    }
}
