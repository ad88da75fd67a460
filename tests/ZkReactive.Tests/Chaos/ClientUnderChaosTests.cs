using System.Globalization;
using Xunit.Abstractions;
using ZkReactive.Client;
using ZkReactive.Tests.Coordination.Chaos;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Chaos;

/// <summary>
/// Clients that write, read and follow streams on a real ensemble of three, while its servers are killed, suspended, isolated and
/// parted, sessions ended, connections cut before and behind a frame, reset, silenced, delayed, and their bytes split anywhere
/// down to one at a time. No acknowledged write may be missing, no refused one there, no answer may belong to another
/// request, no stream may go back in time or stay behind.
/// </summary>
public sealed class ClientUnderChaosTests(ITestOutputHelper output)
{
    private const int Servers = 3;
    private const int Writers = 3;
    private const int Readers = 2;

    /// <summary>How long it goes on; a soak sets ZKREACTIVE_CLIENT_CHAOS to a number of seconds.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_CLIENT_CHAOS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 20);

    private readonly ChaosViolations _violations = new();

    [ApacheZooKeeperFact]
    public async Task Clients_OnAnEnsembleThatSuffers_LoseMixAndReverseNothing()
    {
        await using var network = await NetworkNamespaces.TryStartAsync(Servers);
        await using var servers = await ApacheZooKeeper.StartAsync(Servers, extraConfiguration: "syncLimit=4", network: network);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}, {(network is null ? "without" : "with")} network namespaces");
        var proxies = Enumerable.Range(1, Servers).Select(server => ZkProxy.Start(servers.ConnectStringOf(server))).ToArray();
        var roads = proxies.Select((proxy, i) => RoughProxy.Start(proxy.ConnectString, seed + i)).ToArray();
        var clients = new List<IZkClient>();
        try
        {
            await using var straight = await ZkClient.ConnectAsync(servers.ConnectString);
            await ChaosTree.MakeAsync(straight, Writers);
            var throughRoads = string.Join(',', roads.Select(road => road.ConnectString));
            for (var i = 0; i < Writers + Readers + 1; i++) clients.Add(await ConnectAsync(throughRoads));
            var writers = Enumerable.Range(0, Writers).Select(i => new ChaosWriter(clients[i], i, new Random(seed + i), _violations)).ToArray();
            var readers = Enumerable.Range(0, Readers).Select(i => new ChaosReader(clients[Writers + i], Writers, new Random(seed - i), _violations)).ToArray();
            using var follower = new ChaosFollower(clients[^1], Writers, _violations);

            await SufferAsync(servers, network, proxies, roads, seed, writers, readers);
            for (var server = 1; server <= Servers; server++) await servers.WaitUntilServingAsync(server);
            foreach (var writer in writers) await writer.FinishAsync();
            await CatchUpAsync(follower, [.. writers.Select(writer => writer.Last)], await ChaosLogs.CountAsync(straight));
            await ChaosLogs.CheckAsync(straight, writers, _violations, output.WriteLine);
            Tell(writers, readers, follower, clients);
            Assert.True(_violations.All.Count == 0, $"{_violations.All.Count} violations:\n{string.Join('\n', _violations.All.Take(20))}");
            AssertNotIdle(writers, readers, follower);
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
            foreach (var road in roads) await road.DisposeAsync();
            foreach (var proxy in proxies) await proxy.DisposeAsync();
        }
    }

    private async Task SufferAsync(
        ApacheZooKeeper servers, NetworkNamespaces? network, ZkProxy[] proxies, RoughProxy[] roads, int seed, ChaosWriter[] writers, ChaosReader[] readers)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var enough = new CancellationTokenSource(Span, TimeProvider.System);
        using var calm = new CancellationTokenSource();
        var work = Task.WhenAll([.. writers.Select(writer => writer.RunAsync(calm.Token)), .. readers.Select(reader => reader.RunAsync(calm.Token))]);
        await Task.WhenAll(
            new ServerChaos(servers, network, proxies, new Random(seed + 1), TellDeed).RunAsync(enough.Token),
            new RoadChaos(roads, new Random(seed + 2), TellDeed).RunAsync(enough.Token));
        await calm.CancelAsync();
        await work;

        void TellDeed(string deed) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds,7:F2} {deed}"));
    }

    private static Task<IZkClient> ConnectAsync(string connectString) => ZkClient.ConnectAsync(new ZkClientOptions
    {
        ConnectString = connectString, SessionTimeout = TimeSpan.FromSeconds(4), ConnectTimeout = TimeSpan.FromSeconds(60),
    });

    private async Task CatchUpAsync(ChaosFollower follower, int[] registers, int logs)
    {
        using var deadline = new CancellationTokenSource(RecorderExtensions.Deadline, TimeProvider.System);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        while (follower.Behind(registers, logs) is { } behind)
        {
            if (deadline.IsCancellationRequested)
            {
                _violations.Add($"stayed behind: {behind}");
                return;
            }

            await timer.WaitForNextTickAsync();
        }
    }

    private void Tell(ChaosWriter[] writers, ChaosReader[] readers, ChaosFollower follower, IReadOnlyList<IZkClient> clients)
    {
        foreach (var kind in writers.SelectMany(writer => writer.Steps).GroupBy(step => (step.Kind, step.Outcome)).OrderBy(one => one.Key))
            output.WriteLine($"{kind.Key.Kind} {kind.Key.Outcome}: {kind.Count()}");
        output.WriteLine($"{readers.Sum(reader => reader.Answers)} answers read, {follower.Emissions} emissions");
        output.WriteLine($"sessions: {string.Join(", ", clients.Select(client => client.Session.SessionNumber))}; connections: {string.Join(", ", clients.Select(client => client.Session.ConnectionNumber))}");
    }

    private static void AssertNotIdle(ChaosWriter[] writers, ChaosReader[] readers, ChaosFollower follower)
    {
        Assert.True(writers.SelectMany(writer => writer.Steps).Count(step => step.Outcome == ChaosOutcome.Done) >= 200, "Too little was written to tell anything.");
        Assert.True(readers.Sum(reader => reader.Answers) >= 1000, "Too little was read to tell anything.");
        Assert.True(follower.Emissions >= 50, "Too little was followed to tell anything.");
    }
}
