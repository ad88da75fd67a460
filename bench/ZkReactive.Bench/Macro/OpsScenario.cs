using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>Single operations on one session, one at a time or with a window of them under way.</summary>
internal sealed class OpsScenario
{
    private readonly IZkClient _client;
    private readonly ZkPath _root;

    private OpsScenario(IZkClient client, ZkPath root)
    {
        _client = client;
        _root = root;
    }

    public static async Task RunAsync(BenchArguments arguments)
    {
        await using var client = await BenchClients.ConnectAsync();
        var scenario = new OpsScenario(client, $"/bench/ops/zkreactive-{Environment.ProcessId}");
        await BenchClients.EnsureAsync(client, scenario._root / "c", default);
        foreach (var size in new[] { 100, 1024 }) await BenchClients.EnsureAsync(client, scenario.Node(size), new byte[size]);

        var seconds = arguments.Number("secs", 2);
        await scenario.WarmUpAsync(arguments.Number("warm", 1));
        foreach (var window in arguments.Ints("windows", 1, 64, 256))
        {
            foreach (var size in arguments.Ints("sizes", 100, 1024))
            {
                await scenario.CellAsync("get", size, window, seconds, 0.3, long.MaxValue);
                await scenario.CellAsync("set", size, window, seconds, 0.3, long.MaxValue);
                if (size == 100) await scenario.CellAsync("exists", size, window, seconds, 0.3, long.MaxValue);
                var created = await scenario.CellAsync("create", size, window, seconds, 0, long.MaxValue);
                await scenario.CellAsync("delete", size, window, 60, 0, created);
            }
        }

        foreach (var size in new[] { 100, 1024 }) await client.DeleteAsync(scenario.Node(size), NodeVersion.Any);
        await client.DeleteAsync(scenario._root / "c", NodeVersion.Any);
        await client.DeleteAsync(scenario._root, NodeVersion.Any);
    }

    // As the peers' benchmark of the Java clients, whose code is compiled while it runs too.
    private async Task WarmUpAsync(double seconds)
    {
        foreach (var operation in new[] { "get", "set", "exists" })
        {
            foreach (var window in new[] { 64, 1 }) await new OpsRun(Issuer(operation, 100), window, seconds, long.MaxValue).RunAsync();
        }

        var create = new OpsRun(Issuer("create", 100), 64, 1.5 * seconds, long.MaxValue);
        await create.RunAsync();
        await new OpsRun(Issuer("delete", 100), 64, 60, create.Issued).RunAsync();
    }

    private ZkPath Node(int size) => _root / $"n{size}";

    private async Task<long> CellAsync(string operation, int size, int window, double seconds, double warmUp, long limit)
    {
        var issue = Issuer(operation, size);
        if (warmUp > 0) await new OpsRun(issue, window, warmUp, limit).RunAsync();

        var meter = new ProcessMeter();
        var run = new OpsRun(issue, window, seconds, limit);
        var latencies = await run.RunAsync();
        meter.Stop();

        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "ops",
            ["op"] = operation,
            ["size"] = size,
            ["window"] = window,
            ["n"] = latencies.Count,
            ["secs"] = BenchOutput.Round(meter.Seconds),
            ["ops_s"] = BenchOutput.Round(latencies.Count / meter.Seconds, 0),
            ["p50_us"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.5), 1),
            ["p99_us"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.99), 1),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
            ["rss_mb"] = BenchOutput.Round(ProcessMeter.ResidentMegabytes, 1),
            ["failures"] = run.Failures,
        });
        return run.Issued;
    }

    private Func<long, ValueTask> Issuer(string operation, int size)
    {
        var data = new byte[size];
        Array.Fill(data, (byte)'x');
        var node = Node(size);
        return operation switch
        {
            "get" => async _ => await _client.GetAsync(node),
            "set" => async _ => await _client.SetAsync(node, data, NodeVersion.Any),
            "exists" => async _ => await _client.ExistsAsync(node),
            "create" => async number => await _client.CreateAsync($"{_root}/c/{number}", data),
            "delete" => number => _client.DeleteAsync($"{_root}/c/{number}", NodeVersion.Any),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "unknown operation"),
        };
    }

    /// <summary>As many loops as the window is wide, each with one operation under way, until the time is over.</summary>
    private sealed class OpsRun(Func<long, ValueTask> issue, int window, double seconds, long limit)
    {
        private readonly long _end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        private long _next = -1;
        private int _failures;

        public int Failures => _failures;

        /// <summary>How many numbers from 0 on were handed out.</summary>
        public long Issued => Math.Min(Volatile.Read(ref _next) + 1, limit);

        public async Task<List<double>> RunAsync()
        {
            var loops = await Task.WhenAll(Enumerable.Range(0, window).Select(_ => Task.Run(LoopAsync)));
            var all = loops.SelectMany(part => part).ToList();
            all.Sort();
            return all;
        }

        private async Task<List<double>> LoopAsync()
        {
            var latencies = new List<double>(4096);
            while (true)
            {
                var started = Stopwatch.GetTimestamp();
                if (started >= _end) return latencies;
                var number = Interlocked.Increment(ref _next);
                if (number >= limit) return latencies;
                try
                {
                    await issue(number);
                }
                catch (ZkException)
                {
                    Interlocked.Increment(ref _failures);
                }

                latencies.Add(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            }
        }
    }
}
