using System.Reactive.Linq;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

public sealed class ObserveChildrenTests : IDisposable
{
    private static readonly ZkPath Path = ZkPath.Parse("/p");

    private readonly FakeZkClient _client = new();

    public void Dispose() => _client.Dispose();

    private Recorder<string> Observe() => _client.ObserveChildren(Path).Select(c => c.Text()).Record();

    [Fact]
    [Trait("Trap", "14")]
    public async Task ObserveChildren_ParentComesAndGoes_IsFollowed()
    {
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Tree.Create("/p");
        await seen.WaitForAsync(2);
        _client.Tree.Create("/p/b");
        await seen.WaitForAsync(3);
        _client.Tree.Create("/p/a");
        await seen.WaitForAsync(4);
        _client.Tree.Delete("/p/b");
        await seen.WaitForAsync(5);
        _client.Tree.Delete("/p/a");
        await seen.WaitForAsync(6);
        _client.Tree.Delete("/p");
        Assert.Equal(
            ["Initial (absent)", "Change []", "Change [b] +b", "Change [a b] +a", "Change [a] -b", "Change [] -a", "Change (absent)"],
            await seen.WaitForAsync(7));
    }

    [Fact]
    public async Task ObserveChildren_ChildrenAtFirst_AreAllAdded()
    {
        _client.Tree.Create("/p");
        _client.Tree.Create("/p/b");
        _client.Tree.Create("/p/B");
        using var seen = Observe();
        Assert.Equal(["Initial [B b] +B +b"], await seen.WaitForAsync(1));
    }

    [Fact]
    public async Task ObserveChildren_ChangedWhileAway_IsOneResyncWithTheWholeDifference()
    {
        _client.Tree.Create("/p");
        _client.Tree.Create("/p/a");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Disconnect();
        _client.Tree.Create("/p/b");
        _client.Tree.Create("/p/c");
        _client.Tree.Delete("/p/a");
        _client.Reconnect();
        Assert.Equal(["Initial [a] +a", "Resync [b c] +b +c -a"], await seen.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveChildren_SlowObserver_GetsMergedDifferencesAndTheResyncMark()
    {
        _client.Tree.Create("/p");
        _client.Tree.Create("/p/a");
        var release = new ManualResetEventSlim();
        using var quick = Observe();
        using var slow = _client.ObserveChildren(Path).Select(c => c.Text()).Record(_ => release.Wait(RecorderExtensions.Deadline));
        await slow.WaitForAsync(1);
        _client.Tree.Create("/p/b");
        await quick.WaitForAsync(2);
        _client.Disconnect();
        _client.Tree.Delete("/p/a");
        _client.Reconnect();
        await quick.WaitForAsync(3);
        _client.Tree.Create("/p/c");
        Assert.Equal(["Initial [a] +a", "Change [a b] +b", "Resync [b] -a", "Change [b c] +c"], await quick.WaitForAsync(4));
        release.Set();
        Assert.Equal(["Initial [a] +a", "Resync [b c] +b +c -a"], await slow.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveChildren_ChildRemovedAndMadeAgainBetweenReads_IsAChangeWithoutDifference()
    {
        _client.Tree.Create("/p");
        _client.Tree.Create("/p/a");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.HoldEvents = true;
        _client.Tree.Delete("/p/a");
        _client.Tree.Create("/p/a");
        _client.HoldEvents = false;
        _client.DeliverEvents();
        Assert.Equal(["Initial [a] +a", "Change [a]"], await seen.WaitForAsync(2));
    }

    [Fact]
    public async Task ObserveChildren_DataOfTheParentChanges_IsNotItsBusiness()
    {
        _client.Tree.Create("/p");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Tree.Set("/p", "x");
        _client.Tree.Create("/p/a");
        Assert.Equal(["Initial []", "Change [a] +a"], await seen.WaitForAsync(2));
        Assert.Equal(2, _client.ReadCount);
    }
}
