using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// One registration changes, comes or goes, and M consumers of one process, each with a session and a cache of its own, have
/// the new list: to be compared with <c>fanout</c> for as many sessions, which is one read of one node.
/// </summary>
internal static class ConsumersScenario
{
    private const int SetUpBatch = 50;
    private static readonly ZkPath Service = "/bench/consumers-zkreactive/web";

    public static async Task RunAsync(BenchArguments arguments)
    {
        int consumers = arguments.Int("m", 200), instances = arguments.Int("n", 10), rounds = arguments.Int("rounds", 200);
        await using var writer = await BenchClients.ConnectAsync();
        for (var i = 0; i < instances; i++) await BenchClients.EnsureAsync(writer, Node(i), Instance(i, 0));

        var clients = new List<IZkClient>(consumers);
        while (clients.Count < consumers)
            clients.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(SetUpBatch, consumers - clients.Count)).Select(_ => BenchClients.ConnectAsync())));
        var caches = clients.ConvertAll(client => ServiceCache.Start(client, Service));
        foreach (var cache in caches) await cache.WaitUntilReadAsync();

        // Round 0 warms up.
        var newcomer = instances;
        await MeasureAsync("change", consumers, rounds, caches, round => writer.SetAsync(Node(0), Instance(0, round), NodeVersion.Any).AsTask(), (list, round) => list.Instances.Any(one => one.Port == PortOf(0, round)));
        await MeasureAsync("join", consumers, rounds, caches, round => writer.CreateAsync(Node(newcomer + round), Instance(newcomer + round, 0)).AsTask(), (list, round) => list.Instances.Length == newcomer + round + 1);
        await MeasureAsync("leave", consumers, rounds, caches, round => writer.DeleteAsync(Node(newcomer + round), NodeVersion.Any).AsTask(), (list, round) => list.Instances.Length == newcomer + rounds - round);

        foreach (var cache in caches) await cache.DisposeAsync();
        await writer.DeleteTreeAsync(Service.Parent);

        // Closing the sessions one by one is no part of the measurement.
        Environment.Exit(0);
    }

    private static async Task MeasureAsync(string what, int consumers, int rounds, List<ServiceCache> caches, Func<int, Task> change, Func<ServiceList, int, bool> hasIt)
    {
        var latencies = new List<double>(rounds);
        var now = new Round(-1, 0);
        var subscriptions = caches.ConvertAll(cache =>
        {
            var seen = -1;
            return cache.Lists.Subscribe(list =>
            {
                var round = now;
                if (seen == round.Number || round.Number < 0 || !hasIt(list, round.Number)) return;
                seen = round.Number;
                if (Interlocked.Decrement(ref round.Missing) == 0) round.Done.SetResult();
            });
        });
        var meter = new ProcessMeter();
        for (var round = 0; round <= rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            now = new Round(round, consumers);
            await change(round);
            await now.Done.Task.WaitAsync(TimeSpan.FromSeconds(60));
            if (round > 0) latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        meter.Stop();
        foreach (var subscription in subscriptions) subscription.Dispose();
        latencies.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "consumers",
            ["what"] = what,
            ["m"] = consumers,
            ["rounds"] = rounds,
            ["p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.5)),
            ["p99_ms"] = BenchOutput.Round(BenchOutput.Percentile(latencies, 0.99)),
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
        });
    }

    private static ZkPath Node(int number) => string.Create(CultureInfo.InvariantCulture, $"{Service}/i{number}");

    /// <summary>Each round's change is another port, so that every list tells which round it shows.</summary>
    private static int PortOf(int number, int round) => 8000 + number + (round * 100 % 50_000);

    private static byte[] Instance(int number, int round) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"name":"web","id":"i{{number}}","address":"127.0.0.1","port":{{PortOf(number, round)}},"payload":null,"registrationTimeUTC":1700000000000,"serviceType":"DYNAMIC"}"""));

    private sealed class Round(int number, int missing)
    {
        public int Missing = missing;

        public int Number { get; } = number;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
