using ZkReactive.Client.Connections;
using ZkReactive.Protocol;
using ZkReactive.Server;
using ZkReactive.TestKit.Proxies;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>A connection under load is read by a thread of its own, which lets callers go on too: nothing may follow from that for callers.</summary>
[Trait("Trap", "13")]
public class BusyConnectionTests
{
    private const int Callers = 64;

    private static bool IsOnOwnThread => Thread.CurrentThread.Name == Connection.OwnThreadName;

    [Fact]
    public async Task UnderLoad_EveryCallerGetsItsReply()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await PrepareAsync(client);
        var left = 2_000;
        await LoadAsync(client, () => IsOnOwnThread && Interlocked.Decrement(ref left) < 0).Soon();
    }

    [Fact]
    public async Task CallerThatBlocksOnAnotherCall_IsServed_AndSoAreTheOthers()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await PrepareAsync(client);
        var hasBlocked = 0;
        var left = 1_000;
        await LoadAsync(client, () =>
        {
            if (hasBlocked == 2) return Interlocked.Decrement(ref left) < 0;
            if (!IsOnOwnThread || Interlocked.CompareExchange(ref hasBlocked, 1, 0) != 0) return false;
            using var done = new ManualResetEventSlim();
            _ = client.SetAsync("/0", "0"u8.ToArray(), NodeVersion.Any).AsTask().ContinueWith(_ => done.Set(), TaskScheduler.Default);
            Assert.True(done.Wait(Signals.Patience));
            hasBlocked = 2;
            return false;
        }).Soon();
        Assert.Equal((2, 1), (hasBlocked, client.Session.ConnectionNumber));
    }

    [Fact]
    public async Task CallerThatNeverComesBack_StopsNobodyElse()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await PrepareAsync(client);
        using var free = new ManualResetEventSlim();
        var (hasBlocked, left) = (0, 1_000);
        var load = LoadAsync(client, () =>
        {
            if (hasBlocked == 0 && IsOnOwnThread && Interlocked.CompareExchange(ref hasBlocked, 1, 0) == 0) free.Wait();
            return hasBlocked == 1 && Interlocked.Decrement(ref left) < 0;
        });
        while (Volatile.Read(ref left) >= 0) await client.GetAsync("/0").Soon();
        Assert.False(load.IsCompleted);
        free.Set();
        await load.Soon();
        Assert.Equal(1, client.Session.ConnectionNumber);
    }

    [Fact]
    public async Task AfterLoad_EventsStillCome()
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await PrepareAsync(client);
        await LoadAsync(client, () => IsOnOwnThread).Soon();
        for (var i = 0; i < 3; i++)
        {
            var watched = await client.GetWatchedAsync("/1").Soon();
            await using var other = await ZkClient.ConnectAsync(server.ConnectString);
            await other.SetAsync("/1", "1"u8.ToArray(), NodeVersion.Any);
            Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);
        }
    }

    [Fact]
    public async Task ConnectionCutUnderLoad_ReadsGoOnOnTheNextOne()
    {
        await using var server = await ZkServer.StartAsync();
        await using var proxy = ZkProxy.Start(server.ConnectString);
        await using var client = await ZkClient.ConnectAsync(proxy.ConnectString);
        await PrepareAsync(client);
        var isCut = 0;
        var wasOnOwnThread = false;
        proxy.Rule = _ => wasOnOwnThread && Interlocked.Exchange(ref isCut, 1) == 0 ? ProxyAction.CutBefore : ProxyAction.Forward;
        var left = 1_000;
        await LoadAsync(client, () =>
        {
            wasOnOwnThread |= IsOnOwnThread;
            return isCut == 1 && client.Session.ConnectionNumber == 2 && Interlocked.Decrement(ref left) < 0;
        }).Soon();
        Assert.Equal(1, client.Session.SessionNumber);
    }

    [Fact]
    public async Task Dispose_UnderLoad_SettlesEveryCall()
    {
        await using var server = await ZkServer.StartAsync();
        var client = await ZkClient.ConnectAsync(server.ConnectString);
        await PrepareAsync(client);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = LoadAsync(client, () =>
        {
            if (IsOnOwnThread) busy.TrySetResult();
            return false;
        });
        await busy.Task.Soon();
        await client.DisposeAsync().Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => load.Soon());
    }

    private static async Task PrepareAsync(IZkClient client)
    {
        for (var i = 0; i < Callers; i++) await client.CreateAsync($"/{i}", System.Text.Encoding.UTF8.GetBytes($"{i}"));
    }

    // As many callers as the load needs, each asking for a node of its own and looking at what it gets, until one finds that it is over.
    private static Task LoadAsync(IZkClient client, Func<bool> isOver)
    {
        var over = false;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            while (!Volatile.Read(ref over))
            {
                var node = await client.GetAsync($"/{i}");
                Assert.Equal($"{i}", node.Text());
                if (isOver()) Volatile.Write(ref over, true);
            }
        })));
    }
}
