using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using ZkReactive.Client;
using ZkReactive.Coordination.Elections;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// How long nobody leads when the leader's process is killed. Two parts are told apart: until the servers have ended the dead
/// one's session, as a third session sees it by the deletion of the leader's node; and from there until the next one leads.
/// </summary>
/// <remarks>
/// The first part is the servers': they count the time-out from the last that they heard of the leader, which is up to a
/// quarter of it before the kill, and look at sessions once a tick, so it is up to a tick longer.
/// </remarks>
internal static class ElectionScenario
{
    public const string LeaderVerb = "election-leader";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(BenchArguments arguments)
    {
        var asked = TimeSpan.FromSeconds(arguments.Number("timeout", 4));
        var (toGone, toLead, ours, overTimeout) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        await using var standby = await BenchClients.ConnectAsync();
        await using var witness = await BenchClients.ConnectAsync();
        var granted = TimeSpan.Zero;
        for (var round = 0; round < arguments.Int("rounds", 10); round++)
        {
            var path = ZkPath.Parse(string.Create(CultureInfo.InvariantCulture, $"/bench/election/{Environment.ProcessId}-{round}"));
            (var gone, var led, granted) = await RunOneAsync(standby, witness, path, asked);
            toGone.Add(gone);
            toLead.Add(led);
            ours.Add(led - gone);
            overTimeout.Add(led - granted.TotalMilliseconds);
        }

        foreach (var values in new[] { toGone, toLead, ours, overTimeout }) values.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "election",
            ["rounds"] = ours.Count,
            ["timeout_ms"] = granted.TotalMilliseconds,
            ["kill_to_gone_p50_ms"] = Median(toGone),
            ["kill_to_gone_max_ms"] = BenchOutput.Round(toGone[^1]),
            ["kill_to_lead_p50_ms"] = Median(toLead),
            ["kill_to_lead_max_ms"] = BenchOutput.Round(toLead[^1]),

            // Below zero when the one who stood by heard of it before the third session did.
            ["gone_to_lead_p50_ms"] = Median(ours),
            ["gone_to_lead_max_ms"] = BenchOutput.Round(ours[^1]),
            ["lead_minus_timeout_p50_ms"] = Median(overTimeout),
            ["lead_minus_timeout_max_ms"] = BenchOutput.Round(overTimeout[^1]),
        });
    }

    /// <summary>The process that leads until it is killed. It says its node and its session's time-out.</summary>
    public static async Task LeadAsync(BenchArguments arguments)
    {
        await using var client = await ZkClient.ConnectAsync(new ZkClientOptions
        {
            ConnectString = BenchArguments.Hosts, SessionTimeout = TimeSpan.FromSeconds(arguments.Number("timeout", 4)),
        });
        await new ZkElection(client, arguments.Text("path", "/bench/election")).RunAsync(
            async (leadership, token) =>
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{leadership.Node} {client.Session.NegotiatedTimeout.TotalMilliseconds}"));
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            },
            CancellationToken.None);
    }

    private static async Task<(double Gone, double Lead, TimeSpan Timeout)> RunOneAsync(IZkClient standby, IZkClient witness, ZkPath path, TimeSpan timeout)
    {
        var start = BenchProcess.Describe(LeaderVerb, $"path={path}", string.Create(CultureInfo.InvariantCulture, $"timeout={timeout.TotalSeconds}"));
        start.RedirectStandardOutput = true;
        using var leader = Process.Start(start)!;
        try
        {
            var line = await leader.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException("The leader ended before it led.");
            var (node, granted) = (ZkPath.Parse(line.Split(' ')[0]), TimeSpan.FromMilliseconds(double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)));
            var election = new ZkElection(standby, path);
            var leading = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var standing = election.RunAsync((_, _) =>
            {
                leading.TrySetResult(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            }, CancellationToken.None);
            while ((await election.ReadCandidatesAsync()).Count < 2) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);

            // Somewhere between two of its signs of life.
            await Task.Delay(timeout * Random.Shared.NextDouble() / 2, TimeProvider.System);
            var watched = await witness.ExistsWatchedAsync(node);
            var gone = SeeAsync(watched.Watch);
            var killed = Stopwatch.GetTimestamp();
            leader.Kill();
            var (goneAt, ledAt) = (await gone.WaitAsync(Patience), await leading.Task.WaitAsync(Patience));
            await standing;
            return (Milliseconds(killed, goneAt), Milliseconds(killed, ledAt), granted);
        }
        finally
        {
            leader.Kill();
        }
    }

    private static async Task<long> SeeAsync(IZkOneShotWatch watch)
    {
        await watch.Fired;
        return Stopwatch.GetTimestamp();
    }

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    private static double Median(List<double> sorted) => BenchOutput.Round(BenchOutput.Percentile(sorted, 0.5));
}
