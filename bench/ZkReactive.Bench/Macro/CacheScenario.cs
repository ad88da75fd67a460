using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Caches;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Bench.Macro;

/// <summary>A tree of 50,000 nodes (made by the peers' harness) loaded into a cache, then single updates until the cache has them.</summary>
internal static class CacheScenario
{
    private const string What = "CachedTree";

    public static async Task RunAsync(BenchArguments arguments)
    {
        ZkPath root = arguments.Text("path", "/bench/tree");
        var updates = arguments.Int("updates", 1000);
        await using var writer = await BenchClients.ConnectAsync();
        await using var reader = await BenchClients.ConnectAsync();
        double heapBefore = Heap(), residentBefore = ProcessMeter.ResidentMegabytes;

        var meter = new ProcessMeter();
        using var cache = CachedTree.Start(reader, root);
        await cache.WaitUntilLoadedAsync();
        meter.Stop();
        var resident = ProcessMeter.ResidentMegabytes - residentBefore;
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "cache",
            ["phase"] = "load",
            ["what"] = What,
            ["nodes"] = cache.Current!.Count,
            ["initialized"] = cache.IsLoaded,
            ["secs"] = BenchOutput.Round(meter.Seconds),
            ["rss_delta_mb"] = BenchOutput.Round(resident),
            ["live_heap_delta_mb"] = BenchOutput.Round(Heap() - heapBefore),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
        });

        await UpdateAsync(writer, cache, root, updates);
        GC.KeepAlive(cache);
    }

    private static async Task UpdateAsync(IZkClient writer, CachedTree cache, ZkPath root, int updates)
    {
        var directories = cache.Current!.ChildrenOf(root).ToList();
        var leaves = directories.Select(directory => cache.Current.ChildrenOf(directory.Path).Select(node => node.Path).ToList()).ToList();
        var random = new Random(7);
        var latencies = new List<double>(updates);
        var missed = 0;
        var arrival = new Arrival();
        using var subscription = cache.Changes.Subscribe(arrival);
        var meter = new ProcessMeter();
        for (var i = 0; i < updates; i++)
        {
            var directory = leaves[random.Next(leaves.Count)];
            var path = directory[random.Next(directory.Count)];
            var arrived = arrival.Expect(path, BenchClients.Pad($"u{i}:"));
            var started = Stopwatch.GetTimestamp();
            await writer.SetAsync(path, arrival.Data, NodeVersion.Any);
            if (await Task.WhenAny(arrived, Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System)) != arrived) missed++;
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        meter.Stop();
        latencies.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "cache",
            ["phase"] = "update",
            ["what"] = What,
            ["n"] = updates,
            ["missed"] = missed,
            ["p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.5)),
            ["p99_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.99)),
            ["max_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 1)),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
        });
    }

    private static double Heap()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
    }

    private sealed class Arrival : IObserver<TreeChange>
    {
        private readonly Lock _lock = new();
        private ZkPath _path;
        private TaskCompletionSource _arrived = new();

        public byte[] Data { get; private set; } = [];

        public Task Expect(ZkPath path, byte[] data)
        {
            lock (_lock)
            {
                (_path, Data) = (path, data);
                _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _arrived.Task;
            }
        }

        public void OnNext(TreeChange value)
        {
            lock (_lock)
            {
                if (value.Tree.TryGet(_path, out var node) && node.Data.Span.SequenceEqual(Data)) _arrived.TrySetResult();
            }
        }

        public void OnError(Exception error) => _arrived.TrySetException(error);

        public void OnCompleted()
        {
        }
    }
}
