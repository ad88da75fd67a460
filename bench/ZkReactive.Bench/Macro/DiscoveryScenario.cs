using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>One look-up among N instances of a service: asked of the server, from the cache, and a pick.</summary>
internal static class DiscoveryScenario
{
    private const double WarmUp = 1.5;

    public static async Task RunAsync(BenchArguments arguments)
    {
        int count = arguments.Int("n", 100), threads = arguments.Int("threads", 1);
        var seconds = arguments.Number("secs", 3);
        await using var client = await BenchClients.ConnectAsync();
        ZkPath service = "/bench/svc-zkreactive/web";
        for (var i = 0; i < count; i++)
        {
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"name":"web","id":"i{{i}}","address":"127.0.0.1","port":{{8000 + i}},"payload":null,"registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC"}""");
            await BenchClients.EnsureAsync(client, string.Create(CultureInfo.InvariantCulture, $"{service}/i{i}"), Encoding.UTF8.GetBytes(json));
        }

        await ColdAsync(client, service, count, seconds);
        await using var cache = ServiceCache.Start(client, service);
        await cache.WaitUntilReadAsync();
        Rate("ServiceCache.Current (cached)", count, seconds, threads, () => cache.Current.Instances.Length);
        foreach (var pick in new[] { ServicePick.Random, ServicePick.RoundRobin, ServicePick.Weighted })
            Rate($"ServiceCache.Pick ({pick}, cached)", count, seconds, threads, () => cache.Pick(pick) is null ? 0 : 1);
        Rate("ServiceCache.Pick (Sticky, cached)", count, seconds, threads, () => cache.Pick("user-4711") is null ? 0 : 1);
        await client.DeleteTreeAsync("/bench/svc-zkreactive");
    }

    private static async Task ColdAsync(IZkClient client, ZkPath service, int count, double seconds)
    {
        for (var end = Stopwatch.GetTimestamp() + (long)(WarmUp * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;) await ServiceReader.ReadAsync(client, service);
        var latencies = new List<double>(4096);
        var meter = new ProcessMeter();
        for (var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;)
        {
            var started = Stopwatch.GetTimestamp();
            if ((await ServiceReader.ReadAsync(client, service)).Count != count) throw new InvalidOperationException("instances are missing");
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
        }

        meter.Stop();
        Write("ServiceReader.ReadAsync (cold)", count, latencies.Count, meter, latencies, 1, null);
    }

    /// <summary>The same call on each of the threads, in batches so short that the clock does not count.</summary>
    private static void Rate(string what, int count, double seconds, int threads, Func<int> call)
    {
        const int Batch = 10_000;
        var sum = 0L;
        for (var end = Stopwatch.GetTimestamp() + (long)(WarmUp * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;) sum += call();
        var latencies = new List<double>[threads];
        var allocated = new long[threads];
        var meter = new ProcessMeter();
        var running = Enumerable.Range(0, threads).Select(thread => new Thread(() =>
        {
            latencies[thread] = new List<double>(1 << 20);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency); Stopwatch.GetTimestamp() < end;)
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < Batch; i++) sum += call();
                latencies[thread].Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds / Batch);
            }

            allocated[thread] = GC.GetAllocatedBytesForCurrentThread() - before;
        })).ToArray();
        foreach (var thread in running) thread.Start();
        foreach (var thread in running) thread.Join();
        meter.Stop();
        var all = latencies.SelectMany(one => one).ToList();
        if (sum == 0) throw new InvalidOperationException("nothing was found");
        Write(what, count, (long)all.Count * Batch, meter, all, threads, allocated.Sum());
    }

    private static void Write(string what, int count, long calls, ProcessMeter meter, List<double> latencies, int threads, long? allocated)
    {
        latencies.Sort();
        var result = new JsonObject
        {
            ["scenario"] = "discovery",
            ["what"] = what,
            ["instances"] = count,
            ["n"] = calls,
            ["ops_s"] = BenchOutput.Round(calls / meter.Seconds, 0),
            ["p50_us"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.5), 4),
            ["p99_us"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.99), 4),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
        };
        if (allocated is not null)
        {
            result["threads"] = threads;
            result["bytes_allocated"] = allocated;
        }

        BenchOutput.Write(result);
    }
}
