using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Coordination.Locks;

namespace ZkReactive.Bench.Macro;

/// <summary>So many waiters take one mutex and give it back, over and over: hand-overs a second, and requests for each.</summary>
internal static class LocksScenario
{
    private const double WarmUp = 2;

    public static async Task RunAsync(BenchArguments arguments)
    {
        var seconds = arguments.Number("secs", 5);

        // The code is compiled at first use, which the first cell would pay for.
        var first = await Task.WhenAll(BenchClients.ConnectAsync(), BenchClients.ConnectAsync());
        await RunOneAsync(first, 20, WarmUp, isWarmUp: true);
        foreach (var client in first) await client.DisposeAsync();
        foreach (var waiters in arguments.Ints("waiters", 2, 20, 200))
        {
            var sessions = Math.Min(waiters, arguments.Int("sessions", 20));
            var clients = await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => BenchClients.ConnectAsync()));
            await RunOneAsync(clients, waiters, seconds * 0.2, isWarmUp: true);
            await RunOneAsync(clients, waiters, seconds, isWarmUp: false);
            foreach (var client in clients) await client.DisposeAsync();
        }
    }

    private static async Task RunOneAsync(IZkClient[] clients, int waiters, double seconds, bool isWarmUp)
    {
        var path = $"/bench/locks/zkreactive-{Environment.ProcessId}-{waiters}";
        var (handOvers, inside, overlaps) = (0L, 0, 0L);
        var before = await ReceivedAsync();
        var meter = new ProcessMeter();
        var end = Stopwatch.GetTimestamp() + (long)(seconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, waiters).Select(waiter => Task.Run(async () =>
        {
            var mutex = new ZkMutex(clients[waiter % clients.Length], path);
            while (Stopwatch.GetTimestamp() < end)
            {
                await using var held = await mutex.AcquireAsync();
                if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref overlaps);
                if (Stopwatch.GetTimestamp() < end) Interlocked.Increment(ref handOvers);
                Interlocked.Decrement(ref inside);
            }
        })));
        meter.Stop();
        var requests = await ReceivedAsync() - before;
        if (isWarmUp) return;
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "locks",
            ["waiters"] = waiters,
            ["sessions"] = clients.Length,
            ["n"] = handOvers,
            ["secs"] = BenchOutput.Round(seconds),
            ["handovers_s"] = BenchOutput.Round(handOvers / seconds, 1),

            // Those who stood in line when time was over are served as well.
            ["requests_each"] = BenchOutput.Round((double)requests / Math.Max(1, handOvers + waiters), 2),
            ["overlaps"] = overlaps,
            ["cpu_s"] = BenchOutput.Round(meter.Cpu),
            ["srv_cpu_s"] = BenchOutput.Round(meter.ServersCpu),
        });
    }

    /// <summary>Packets that all servers have received, as they say themselves.</summary>
    private static async Task<long> ReceivedAsync()
    {
        var sum = 0L;
        foreach (var host in ZkConnectString.Parse(BenchArguments.Hosts).Hosts)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.Name, host.Port);
            await client.GetStream().WriteAsync("srvr"u8.ToArray());
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            var line = (await reader.ReadToEndAsync()).Split('\n').First(text => text.StartsWith("Received: ", StringComparison.Ordinal));
            sum += long.Parse(line.AsSpan("Received: ".Length).Trim(), CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
