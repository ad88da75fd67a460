using System.Reactive.Linq;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>Streams over a real ensemble whose servers die one after the other.</summary>
public class ApacheEnsembleTests
{
    private const int Observers = 6;

    [ApacheZooKeeperFact]
    public async Task Streams_EachServerKilledInTurnWhileAWriterCounts_EndOnTheLastValueAndNeverGoBack()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        await using var writer = await ConnectAsync(ensemble.ConnectString);
        var (node, parent) = (ZkPath.Parse("/n"), ZkPath.Parse("/p"));
        await writer.CreateAsync(node, "0"u8.ToArray());
        await writer.CreateAsync(parent);

        var clients = new List<IZkClient>();
        var observers = new List<LiveObserver>();
        for (var i = 0; i < Observers; i++)
        {
            clients.Add(await ConnectAsync(ensemble.ConnectString));
            observers.Add(new LiveObserver(clients[^1], StreamSubject.Node, node));
            observers.Add(new LiveObserver(clients[^1], StreamSubject.Children, parent));
        }

        foreach (var observer in observers) await observer.WaitForAnythingAsync();
        using var enough = new CancellationTokenSource();
        var counting = CountAsync(writer, node, parent, enough.Token);
        for (var server = 1; server <= ensemble.Count; server++)
        {
            await ensemble.KillAsync(server);
            await AnotherAsync(writer, node);
            await ensemble.RestartAsync(server);
            await AnotherAsync(writer, node);
        }

        await enough.CancelAsync();
        var last = await counting;
        foreach (var observer in observers)
        {
            await observer.WaitForAsync(last);
            observer.AssertPromises("rolling kill");
            observer.Dispose();
        }

        foreach (var client in clients) await client.DisposeAsync();
    }

    [ApacheZooKeeperFact]
    public async Task ObserveNode_EnsembleStartedAgainWithoutItsData_ShowsWhatIsThereNow()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(1);
        await using var client = await ConnectAsync(ensemble.ConnectString);
        var node = ZkPath.Parse("/n");
        for (var number = 0; number < 20; number++) await LiveObserver.WriteAsync(client, StreamSubject.Node, node, number);
        using var seen = client.ObserveNode(node).Select(c => c.Text()).Record();
        await seen.WaitForAsync(1);
        await ensemble.KillAsync(1);
        ensemble.EraseData(1);
        await ensemble.RestartAsync(1);
        await seen.WaitForAsync(2);
        await LiveObserver.WriteAsync(client, StreamSubject.Node, node, 1);
        Assert.Equal(["Initial 000019", "Resync (absent)", "Change 000001"], await seen.WaitForAsync(3));
    }

    private static Task<IZkClient> ConnectAsync(string connectString) =>
        ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = connectString, SessionTimeout = TimeSpan.FromSeconds(4) });

    /// <summary>Counts up in the node and adds a child for each number, over whatever happens; returns the last number.</summary>
    private static async Task<int> CountAsync(IZkClient writer, ZkPath node, ZkPath parent, CancellationToken enough)
    {
        for (var number = 1; ; number++)
        {
            await LiveObserver.WriteAsync(writer, StreamSubject.Node, node, number);
            await LiveObserver.WriteAsync(writer, StreamSubject.Children, parent, number);
            if (enough.IsCancellationRequested) return number;
        }
    }

    /// <summary>Waits until the counter has moved on: the ensemble takes writes.</summary>
    private static async Task AnotherAsync(IZkClient reader, ZkPath node)
    {
        var before = await ReadAsync(reader, node);
        while (await ReadAsync(reader, node) == before) await reader.SyncAsync(node);
    }

    private static async Task<string> ReadAsync(IZkClient reader, ZkPath node)
    {
        var text = "";
        await LiveObserver.PersistAsync(async () => text = Encoding.UTF8.GetString((await reader.GetAsync(node)).Data.Span));
        return text;
    }
}
