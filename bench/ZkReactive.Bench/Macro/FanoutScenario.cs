using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Bench.Macro;

/// <summary>One set, and every one of M sessions has the new data through <c>ObserveNode</c>.</summary>
internal static class FanoutScenario
{
    private const int SetUpBatch = 50;

    public static async Task RunAsync(BenchArguments arguments)
    {
        int sessions = arguments.Int("m", 100), rounds = arguments.Int("rounds", 200), failed = 0;
        ZkPath path = "/bench/fanout-zkreactive";
        var writer = await BenchClients.ConnectAsync();
        await BenchClients.EnsureAsync(writer, path, BenchClients.Pad("0:"));

        var residentBefore = ProcessMeter.ResidentMegabytes;
        var started = Stopwatch.GetTimestamp();
        var fanout = new FanoutRound(sessions);
        var clients = new List<IZkClient>(sessions);
        while (clients.Count < sessions)
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(SetUpBatch, sessions - clients.Count)).Select(_ => BenchClients.ConnectAsync())));
        fanout.Begin(BenchClients.Pad("0:"));
        foreach (var client in clients) client.ObserveNode(path).Subscribe(fanout);
        await fanout.Done.WaitAsync(TimeSpan.FromSeconds(60));
        var setUp = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var residentAfter = ProcessMeter.ResidentMegabytes;

        var latencies = new List<double>(rounds);
        var meter = new ProcessMeter();
        for (var round = 1; round <= rounds; round++)
        {
            var value = BenchClients.Pad($"{round}:");
            fanout.Begin(value);
            var at = Stopwatch.GetTimestamp();
            await writer.SetAsync(path, value, NodeVersion.Any);
            try
            {
                await fanout.Done.WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (TimeoutException)
            {
                failed++;
            }

            latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }

        meter.Stop();
        latencies.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "fanout",
            ["m"] = sessions,
            ["rounds"] = rounds,
            ["setup_s"] = BenchOutput.Round(setUp),
            ["p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.5)),
            ["p99_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.99)),
            ["max_ms"] = BenchOutput.Round(latencies[^1]),
            ["secs"] = BenchOutput.Round(meter.Seconds),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
            ["rss_mb"] = BenchOutput.Round(ProcessMeter.ResidentMegabytes, 1),
            ["rss_delta_mb"] = BenchOutput.Round(residentAfter - residentBefore, 1),
            ["threads"] = ProcessMeter.Threads,
            ["failed_rounds"] = failed,
        });

        // Closing a thousand sessions one by one is no part of the measurement.
        Environment.Exit(0);
    }

    /// <summary>Counts the observers that have the value of this round.</summary>
    private sealed class FanoutRound(int observers) : IObserver<NodeChange>
    {
        private volatile Expectation _now = new([], 0);

        public Task Done => _now.Done.Task;

        public void Begin(byte[] value) => _now = new Expectation(value, observers);

        public void OnNext(NodeChange value)
        {
            var now = _now;
            if (value.Data.Span.SequenceEqual(now.Value) && Interlocked.Decrement(ref now.Missing) == 0) now.Done.SetResult();
        }

        public void OnError(Exception error) => Console.Error.WriteLine(error.Message);

        public void OnCompleted()
        {
        }

        private sealed class Expectation(byte[] value, int missing)
        {
            public int Missing = missing;

            public byte[] Value { get; } = value;

            public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
