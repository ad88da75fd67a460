using System.Diagnostics;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Server;

namespace ZkReactive.Bench.Macro;

/// <summary>The embedded server: from the call of <c>StartAsync</c> to the first reply, in a cold process and then warm.</summary>
internal static class ServerStartScenario
{
    public static async Task RunAsync(BenchArguments arguments)
    {
        var milliseconds = new List<double>();
        for (var round = 0; round < arguments.Int("rounds", 20); round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var server = await ZkServer.StartAsync();
            await using var client = await ZkClient.ConnectAsync(server.ConnectString);
            await client.ExistsAsync("/");
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var cold = milliseconds[0];
        milliseconds.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "server-start",
            ["rounds"] = milliseconds.Count,
            ["cold_ms"] = BenchOutput.Round(cold),
            ["p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(milliseconds, 0.5)),
            ["max_ms"] = BenchOutput.Round(milliseconds[^1]),
        });
    }
}
