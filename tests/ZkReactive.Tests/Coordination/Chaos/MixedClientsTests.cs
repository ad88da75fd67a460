using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;
using ZkReactive.Tests.Coordination.History;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Processes;
using ZkReactive.TestKit.Proxies;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>kazoo, Curator and this library, each in a process of its own, at one lock of an ensemble whose servers are killed one after the other.</summary>
public sealed class MixedClientsTests(ITestOutputHelper output)
{
    private const int Servers = 3;
    private const string Clients = "2";

    /// <summary>How long it goes on; a soak sets ZKREACTIVE_MIXED to a number of seconds.</summary>
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_MIXED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 15);

    [KazooAndCuratorFact]
    public async Task OneLockOfThreeKindsOfClients_UnderServerKills_HasOneHolderAtATime()
    {
        var history = Directory.CreateTempSubdirectory("zkreactive-mixed-").FullName;
        try
        {
            await using var servers = await ApacheZooKeeper.StartAsync(Servers, extraConfiguration: "syncLimit=4");
            await RunAsync(servers, history);
            var events = HistoryWriter.ReadAll(history);
            var holds = events.Where(one => one.Kind == HistoryKind.HoldTaken).CountBy(one => one.Process).ToDictionary();
            foreach (var (process, count) in holds) output.WriteLine($"{process} had it {count} times");
            output.WriteLine($"{events.Count(one => one.Kind == HistoryKind.Stalled)} stalls");
            Assert.Empty(HistoryChecker.Check(events, (long)(RecipeWorker.SessionTimeout.TotalSeconds * Stopwatch.Frequency)));
            Assert.Equal(["curator", "kazoo", "net1", "net2"], holds.Keys.Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(history, recursive: true);
        }
    }

    private async Task RunAsync(ApacheZooKeeper servers, string history)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var started = HistoryWriter.Now;
        var connect = servers.ConnectString;
        string[] peer = [connect, "", history, RecipeWorker.Lock.Value, Clients];
        var starts = new Queue<Func<LineProcess>>(
        [
            () => RecipeWorkerProcess.Start(connect, "net1", history, RecipeWorkerProcess.LockOnly),
            () => RecipeWorkerProcess.Start(connect, "net2", history, RecipeWorkerProcess.LockOnly),
            () => LineProcess.Start(KazooInstallation.Python!, [PathOf("kazoo_worker.py"), .. Named("kazoo")]),
            () => LineProcess.Start(CuratorFactAttribute.Java,
                ["-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-XX:TieredStopAtLevel=1", "-cp", CuratorFactAttribute.ClassPath, PathOf("CuratorWorker.java"), .. Named("curator")]),
        ]);
        await using var workers = new WorkerChaos(_ => starts.Dequeue()(), starts.Count, new Random(seed), Tell);
        await workers.StartAsync();
        using var enough = new CancellationTokenSource(Span, TimeProvider.System);
        await new ServerChaos(servers, network: null, Array.Empty<ZkProxy>(), new Random(seed), Tell).KillInTurnAsync(enough.Token);
        await workers.FinishAsync();

        string[] Named(string name) => [peer[0], name, .. peer[2..]];

        void Tell(string deed) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(started).TotalSeconds,7:F2} {deed}"));
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Coordination", "Chaos", "Peers", file);
}
