using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using ZkReactive.Coordination.Counters;
using ZkReactive.Coordination.Queues;
using ZkReactive.Tests.Coordination.History;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>
/// Processes that use locks, elections, counters and queues of a real ensemble of three, while its servers are killed,
/// suspended, isolated and parted from each other (in network namespaces, where those can be made), connections cut and
/// sessions ended at each of them, and the processes themselves halted and killed. What they noted is checked.
/// </summary>
public sealed class RecipesUnderChaosTests(ITestOutputHelper output)
{
    private const int Servers = 3;
    private const int Workers = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long it goes on; a soak sets ZKREACTIVE_CHAOS to a number of seconds.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_CHAOS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 25);

    [ApacheZooKeeperFact]
    public async Task LocksElectionsCountersAndQueues_OnAnEnsembleThatSuffers_KeepTheirPromises()
    {
        var history = Directory.CreateTempSubdirectory("zkreactive-chaos-").FullName;
        try
        {
            await using var network = await NetworkNamespaces.TryStartAsync(Servers);
            await using var servers = await ApacheZooKeeper.StartAsync(Servers, extraConfiguration: "syncLimit=4", network: network);
            var proxies = Enumerable.Range(1, Servers).Select(server => ZkProxy.Start(servers.ConnectStringOf(server))).ToArray();
            await RunAsync(servers, network, proxies, history);
            foreach (var proxy in proxies) await proxy.DisposeAsync();
            var events = HistoryWriter.ReadAll(history);
            Tell(events);
            Assert.Empty(HistoryChecker.Check(events, (long)(RecipeWorker.SessionTimeout.TotalSeconds * Stopwatch.Frequency)));
            AssertNotIdle(events);
        }
        finally
        {
            Directory.Delete(history, recursive: true);
        }
    }

    private async Task RunAsync(ApacheZooKeeper servers, NetworkNamespaces? network, ZkProxy[] proxies, string history)
    {
        // Sessions end at the proxies, so the workers go by them; what counts up in the end goes straight.
        var throughProxies = string.Join(',', proxies.Select(proxy => proxy.ConnectString));
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {(network is null ? "without" : "with")} network namespaces");
        var started = HistoryWriter.Now;
        await using var workers = new WorkerChaos(name => RecipeWorkerProcess.Start(throughProxies, name, history), Workers, new Random(seed), TellDeed);
        await workers.StartAsync();
        using var enough = new CancellationTokenSource(Span, TimeProvider.System);
        using var deeds = new HistoryWriter(Path.Combine(history, "chaos"), "chaos");
        await Task.WhenAll(new ServerChaos(servers, network, proxies, new Random(seed + 1), TellDeed, deeds).RunAsync(enough.Token), workers.RunAsync(enough.Token));
        for (var server = 1; server <= Servers; server++) await servers.WaitUntilServingAsync(server);
        await workers.FinishAsync();
        await DrainAsync(servers.ConnectString, history);

        void TellDeed(string deed) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds,7:F2} {deed}"));
    }

    /// <summary>Completes the items that are left and reads the counter.</summary>
    private static async Task DrainAsync(string connectString, string folder)
    {
        using var history = new HistoryWriter(Path.Combine(folder, "drain"), "drain");
        await using var client = await RecipeWorker.ConnectAsync(connectString);
        using var empty = new CancellationTokenSource();
        var taking = RecipeWorker.TakeAsync(client, history, empty.Token);
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await client.SyncAsync(RecipeWorker.Queue);
        while (await new ZkQueue(client, RecipeWorker.Queue).CountAsync(deadline.Token) > 0) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline.Token);
        await empty.CancelAsync();
        await taking;
        await using var counter = new ZkCounter(client, RecipeWorker.Counter);
        history.Note(RecipeWorker.Counter.Value, HistoryKind.Total, "", await counter.ReadAsync(deadline.Token));
    }

    private void Tell(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var kind in events.GroupBy(one => (one.Resource, one.Kind, one.Outcome)).OrderBy(one => one.Key.Resource, StringComparer.Ordinal).ThenBy(one => one.Key.Kind))
            output.WriteLine($"{kind.Key.Resource} {kind.Key.Kind} {kind.Key.Outcome}: {kind.Count()}");
    }

    private static void AssertNotIdle(IReadOnlyList<HistoryEvent> events)
    {
        foreach (var kind in new[] { HistoryKind.HoldTaken, HistoryKind.PutDone, HistoryKind.CompleteDone, HistoryKind.StepDone })
            Assert.True(events.Count(one => one.Kind == kind) >= 10, $"Too little was done to tell anything: {kind}.");
    }
}
