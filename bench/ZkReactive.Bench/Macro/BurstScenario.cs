using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Bench.Macro;

/// <summary>Many sets in a row, one watcher: does it end on the last value, and how soon.</summary>
internal static class BurstScenario
{
    public static async Task RunAsync(BenchArguments arguments)
    {
        int count = arguments.Int("n", 10_000), window = arguments.Int("window", 64);
        ZkPath path = "/bench/burst-zkreactive";
        await using var writer = await BenchClients.ConnectAsync();
        await using var watcher = await BenchClients.ConnectAsync();
        await BenchClients.EnsureAsync(writer, path, BenchClients.Pad("start"));

        // The first pass warms the code up; the second is measured.
        for (var pass = 0; pass < 2; pass++)
        {
            var last = $"{pass}-{count - 1}:";
            var seen = new LastValue(last);
            using var subscription = watcher.ObserveNode(path).Subscribe(seen);
            var meter = new ProcessMeter();
            long acknowledged = 0;
            int next = -1, failures = 0;
            await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(async () =>
            {
                while (true)
                {
                    var number = Interlocked.Increment(ref next);
                    if (number >= count - 1) return;
                    try
                    {
                        await writer.SetAsync(path, BenchClients.Pad($"{pass}-{number}:"), NodeVersion.Any);
                    }
                    catch (ZkException)
                    {
                        Interlocked.Increment(ref failures);
                    }
                }
            })));
            await writer.SetAsync(path, BenchClients.Pad(last), NodeVersion.Any);
            acknowledged = Stopwatch.GetTimestamp();
            var ended = await Task.WhenAny(seen.Arrived, Task.Delay(TimeSpan.FromSeconds(30), TimeProvider.System)) == seen.Arrived;
            meter.Stop();
            if (pass == 0) continue;

            BenchOutput.Write(new JsonObject
            {
                ["scenario"] = "burst",
                ["n"] = count,
                ["window"] = window,
                ["secs"] = BenchOutput.Round(meter.Seconds),
                ["sets_s"] = BenchOutput.Round(count / meter.Seconds, 0),
                ["versions_seen"] = seen.Versions,
                ["ended_on_last"] = ended,
                ["last_ms"] = ended ? BenchOutput.Round(Stopwatch.GetElapsedTime(acknowledged, await seen.Arrived).TotalMilliseconds) : null,
                ["cpu_s"] = BenchOutput.Round(meter.Cpu),
                ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
                ["failed_sets"] = failures,
            });
        }
    }

    private sealed class LastValue(string last) : IObserver<NodeChange>
    {
        private readonly ConcurrentDictionary<int, bool> _versions = new();
        private readonly TaskCompletionSource<long> _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> Arrived => _arrived.Task;

        public int Versions => _versions.Count;

        public void OnNext(NodeChange value)
        {
            _versions.TryAdd(value.Stat?.Version ?? -1, true);
            if (System.Text.Encoding.ASCII.GetString(value.Data.Span).StartsWith(last, StringComparison.Ordinal)) _arrived.TrySetResult(Stopwatch.GetTimestamp());
        }

        public void OnError(Exception error) => _arrived.TrySetException(error);

        public void OnCompleted()
        {
        }
    }
}
