using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Streams;

public sealed class ObserveNodeTests : IDisposable
{
    private static readonly ZkPath Path = ZkPath.Parse("/a");

    private readonly ManualTimeProvider _time = new();
    private readonly FakeZkClient _client;

    public ObserveNodeTests() => _client = new FakeZkClient(options: new ZkClientOptions { TimeProvider = _time });

    public void Dispose() => _client.Dispose();

    private Recorder<string> Observe() => _client.ObserveNode(Path).Select(c => c.Text()).Record();

    [Fact]
    public async Task ObserveNode_Absent_EmitsAbsenceThenEveryTurn()
    {
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Tree.Create("/a", "1");
        await seen.WaitForAsync(2);
        _client.Tree.Set("/a", "2");
        await seen.WaitForAsync(3);
        _client.Tree.Delete("/a");
        await seen.WaitForAsync(4);
        _client.Tree.Create("/a", "3");
        Assert.Equal(["Initial (absent)", "Change 1", "Change 2", "Change (absent)", "Change 3"], await seen.WaitForAsync(5));
        Assert.Null(seen.Violation);
    }

    [Fact]
    public async Task ObserveNode_EachChange_CostsOneRead()
    {
        _client.Tree.Create("/a", "0");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        for (var i = 1; i <= 10; i++)
        {
            _client.Tree.Set("/a", $"{i}");
            await seen.WaitForAsync(i + 1);
        }

        Assert.Equal(11, _client.ReadCount);
        Assert.Equal(1, _client.WatchCount);
    }

    [Fact]
    public async Task ObserveNode_DeletedAndCreatedWhileTheEventIsOnItsWay_IsOneChange()
    {
        _client.Tree.Create("/a", "old");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.HoldEvents = true;
        _client.Tree.Delete("/a");
        _client.Tree.Create("/a", "new");
        _client.HoldEvents = false;
        _client.DeliverEvents();
        Assert.Equal(["Initial old", "Change new"], await seen.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveNode_ConnectionLost_EmitsNothingUntilTheResync()
    {
        _client.Tree.Create("/a", "1");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Disconnect();
        _client.Tree.Set("/a", "2");
        _client.Tree.Set("/a", "3");
        Assert.Single(seen.Messages);
        _client.Reconnect();
        Assert.Equal(["Initial 1", "Resync 3"], await seen.WaitForAsync(2));
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact]
    public async Task ObserveNode_ReconnectedAndNothingChanged_ReadsOnceMoreWithinHalfASecondAndKeepsQuiet()
    {
        _client.Tree.Create("/a", "1");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Disconnect();
        _client.Reconnect();
        _client.HoldReads = true;
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        (await _client.NextReadAsync()).Deliver();
        _client.HoldReads = false;
        _client.Tree.Set("/a", "2");
        Assert.Equal(["Initial 1", "Change 2"], await seen.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveNode_SessionExpired_GoesOnWithTheNext()
    {
        _client.Tree.Create("/a", "1");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Expire();
        _client.Tree.Set("/a", "2");
        _client.OpenSession();
        await seen.WaitForAsync(2);
        _client.Tree.Set("/a", "3");
        Assert.Equal(["Initial 1", "Resync 2", "Change 3"], await seen.WaitForAsync(3));
    }

    [Fact]
    public async Task ObserveNode_EnsembleRestoredFromABackup_ShowsItThoughItsZxidsAreLower()
    {
        _client.Tree.Create("/a", "new");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Expire();
        _client.Tree.Restore();
        _client.Tree.Set("/a", "old");
        _client.OpenSession(newHistory: true);
        Assert.Equal(["Initial new", "Resync old"], await seen.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveNode_NotConnectedAtFirst_WaitsForTheConnection()
    {
        _client.Tree.Create("/a", "1");
        _client.Disconnect();
        using var seen = Observe();
        Assert.Equal(0, _client.ReadCount);
        _client.Reconnect();
        Assert.Equal(["Initial 1"], await seen.WaitForAsync(1));
    }

    [Fact]
    public async Task ObserveNode_TransientFailure_TriesAgainAfterAPause()
    {
        _client.HoldReads = true;
        _client.Tree.Create("/a", "1");
        using var seen = Observe();
        (await _client.NextReadAsync()).Fail(new ZkTimeoutException(TimeSpan.FromSeconds(1), "a reply", "Get /a timed out."));
        await _time.WaitForTimersAsync();
        Assert.Empty(_client.PendingReads);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        (await _client.NextReadAsync()).Deliver();
        Assert.Equal(["Initial 1"], await seen.WaitForAsync(1));
    }

    [Fact]
    public async Task ObserveNode_NotAllowed_EndsWithTheTypedException()
    {
        _client.HoldReads = true;
        using var seen = Observe();
        (await _client.NextReadAsync()).Fail(new NoAuthException(Zxid.None, "Get /a failed: not allowed."));
        Assert.IsType<NoAuthException>(await seen.WaitForEndAsync());

        _client.HoldReads = false;
        using var later = Observe();
        Assert.Equal(["Initial (absent)"], await later.WaitForAsync(1));
    }

    [Fact]
    public async Task ObserveNode_CredentialsRefused_EndsWithTheTypedException()
    {
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.FailAuth();
        Assert.IsType<AuthFailedException>(await seen.WaitForEndAsync());
    }

    [Fact]
    public async Task ObserveNode_ClientDisposed_Completes()
    {
        using var idle = Observe();
        await idle.WaitForAsync(1);
        await _client.DisposeAsync();
        Assert.Null(await idle.WaitForEndAsync());
        using var late = Observe();
        Assert.Null(await late.WaitForEndAsync());
        Assert.Empty(late.Values);
    }

    [Fact]
    public async Task ObserveNode_ClientDisposedWhileReading_Completes()
    {
        _client.HoldReads = true;
        using var seen = Observe();
        await _client.NextReadAsync();
        await _client.DisposeAsync();
        Assert.Null(await seen.WaitForEndAsync());
    }

    [Fact]
    public async Task ObserveNode_Burst_CostsFewReadsAndTheLastValueArrives()
    {
        _client.Tree.Create("/a", "0");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        for (var i = 1; i <= 10_000; i++) _client.Tree.Set("/a", $"{i}");
        var values = await seen.WaitForAsync(v => v == "Change 10000");
        Assert.Equal("Change 10000", values[^1]);
        Assert.Equal(values.Distinct(), values);
    }
}
