using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Streams;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Streams;

public sealed class ObserveTreeTests : IDisposable
{
    private readonly FakeZkClient _client = new();

    public void Dispose() => _client.Dispose();

    private Recorder<string> Observe(ObserveTreeOptions? options = null) => _client.ObserveTree("/t", options).Select(c => c.Text()).Record();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task ObserveTree_NodesComeChangeAndGo_AreFollowed(bool oneShot, bool zxids)
    {
        (_client.LacksPersistentWatches, _client.EventsHaveZxids) = (oneShot, zxids);
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.Tree.Create("/t", "0");
        await seen.WaitForAsync(2);
        _client.Tree.Create("/t/a", "1");
        await seen.WaitForAsync(3);
        _client.Tree.Create("/t/a/b", "2");
        await seen.WaitForAsync(4);
        _client.Tree.Set("/t/a", "3");
        await seen.WaitForAsync(5);
        _client.Tree.Delete("/t/a/b");
        await seen.WaitForAsync(6);
        _client.Tree.Delete("/t/a");
        await seen.WaitForAsync(7);
        _client.Tree.Delete("/t");
        await seen.WaitForAsync(8);
        _client.Tree.Create("/t", "4");
        Assert.Equal(
            [
                "Initial (absent)", "Change [/t=0] +/t", "Change [/t=0 /t/a=1] +/t/a", "Change [/t=0 /t/a=1 /t/a/b=2] +/t/a/b",
                "Change [/t=0 /t/a=3 /t/a/b=2] */t/a", "Change [/t=0 /t/a=3] -/t/a/b", "Change [/t=0] -/t/a", "Change (absent) -/t",
                "Change [/t=4] +/t",
            ],
            await seen.WaitForAsync(9));
        Assert.Null(seen.Violation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ObserveTree_ReplacedWithChildren_HasOnlyTheNewOnes(bool oneShot)
    {
        _client.LacksPersistentWatches = oneShot;
        foreach (var path in new[] { "/t", "/t/a", "/t/a/old", "/t/z" }) _client.Tree.Create(path);
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.HoldEvents = true;
        _client.Tree.Delete("/t/a/old");
        _client.Tree.Delete("/t/a");
        _client.Tree.Create("/t/a", "x");
        _client.Tree.Create("/t/a/new");
        _client.HoldEvents = false;
        _client.DeliverEvents();
        await seen.WaitForAsync(text => text.Contains("[/t= /t/a=x /t/a/new= /t/z=]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ObserveTree_DepthFilterAndKeysOnly_LeaveOutTheRest()
    {
        foreach (var path in new[] { "/t", "/t/a", "/t/a/b", "/t/a/b/c", "/t/no", "/t/no/x" }) _client.Tree.Create(path, "d");
        using var deep = Observe(new ObserveTreeOptions { MaxDepth = 1 });
        using var filtered = Observe(new ObserveTreeOptions { Filter = path => path.Name != "no" });
        using var keys = Observe(new ObserveTreeOptions { KeysOnly = true });
        using var shallow = Observe(new ObserveTreeOptions { KeysOnly = true, MaxDepth = 1 });
        Assert.StartsWith("Initial [/t=d /t/a=d /t/no=d]", (await deep.WaitForAsync(1))[0], StringComparison.Ordinal);
        Assert.StartsWith("Initial [/t=d /t/a=d /t/a/b=d /t/a/b/c=d]", (await filtered.WaitForAsync(1))[0], StringComparison.Ordinal);
        Assert.StartsWith("Initial [/t= /t/a= /t/a/b= /t/a/b/c= /t/no= /t/no/x=]", (await keys.WaitForAsync(1))[0], StringComparison.Ordinal);
        Assert.StartsWith("Initial [/t= /t/a= /t/no=]", (await shallow.WaitForAsync(1))[0], StringComparison.Ordinal);

        // What does not belong to a tree is not emitted by it.
        _client.Tree.Set("/t/no/x", "2");
        _client.Tree.Create("/t/no/y");
        _client.Tree.Create("/t/b");
        Assert.Equal("Change [/t=d /t/a=d /t/b= /t/no=d] +/t/b", (await deep.WaitForAsync(2))[1]);
        Assert.Equal("Change [/t=d /t/a=d /t/a/b=d /t/a/b/c=d /t/b=] +/t/b", (await filtered.WaitForAsync(2))[1]);
        Assert.Equal("Change [/t= /t/a= /t/b= /t/no=] +/t/b", (await shallow.WaitForAsync(2))[1]);
        await keys.WaitForAsync(text => text.EndsWith("/t/no/x= /t/no/y=] +/t/b", StringComparison.Ordinal) || text.EndsWith("+/t/b +/t/no/y", StringComparison.Ordinal));
        Assert.DoesNotContain(keys.Values, text => text.Contains("*/t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ObserveTree_SlowObserver_GetsMergedDifferencesAndTheResyncMark()
    {
        foreach (var path in new[] { "/t", "/t/a", "/t/b" }) _client.Tree.Create(path);
        var release = new ManualResetEventSlim();
        using var quick = Observe();
        using var slow = _client.ObserveTree("/t").Select(c => c.Text()).Record(_ => release.Wait(RecorderExtensions.Deadline));
        await slow.WaitForAsync(1);
        _client.Tree.Delete("/t/a");
        await quick.WaitForAsync(2);
        _client.Tree.Create("/t/c");
        await quick.WaitForAsync(3);
        _client.Disconnect();
        _client.Tree.Set("/t/b", "1");
        _client.Reconnect();
        await quick.WaitForAsync(4);
        _client.Tree.Delete("/t/c");
        Assert.Equal(["Change [/t= /t/b= /t/c=] +/t/c", "Resync [/t= /t/b=1 /t/c=] */t/b", "Change [/t= /t/b=1] -/t/c"], (await quick.WaitForAsync(5)).Skip(2));
        release.Set();
        Assert.Equal("Resync [/t= /t/b=1] -/t/a */t/b", (await slow.WaitForAsync(2))[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ObserveTree_ManyObservers_ShareWatchAndReads(bool oneShot)
    {
        _client.LacksPersistentWatches = oneShot;
        _client.Tree.Create("/t");
        _client.Tree.Create("/t/a");
        using (var first = Observe())
        {
            await first.WaitForAsync(1);
            var (watches, reads) = (_client.WatchCount, _client.ReadCount);
            Assert.Equal(oneShot ? 4 : 1, watches);
            using var second = Observe(new ObserveTreeOptions());
            Assert.Equal(["Initial [/t= /t/a=] +/t +/t/a"], await second.WaitForAsync(1));
            Assert.Equal((watches, reads), (_client.WatchCount, _client.ReadCount));
        }

        await _client.WatchesGoneAsync().WaitAsync(RecorderExtensions.Deadline);
    }

    [Fact]
    public async Task ObserveTree_TooManyNodes_EndsWithTheLimit()
    {
        foreach (var path in new[] { "/t", "/t/a", "/t/b" }) _client.Tree.Create(path);
        using var seen = Observe(new ObserveTreeOptions { MaxNodes = 2 });
        var error = Assert.IsType<TreeTooLargeException>(await seen.WaitForEndAsync());
        Assert.Equal("ZkTreeTooLarge", error.ErrorId);
        using var bytes = Observe(new ObserveTreeOptions { MaxBytes = 30 });
        Assert.IsType<TreeTooLargeException>(await bytes.WaitForEndAsync());
        await _client.WatchesGoneAsync().WaitAsync(RecorderExtensions.Deadline);
    }

    [Fact]
    public async Task ObserveTree_CredentialsRefusedOrClientClosed_Ends()
    {
        _client.Tree.Create("/t");
        using var seen = Observe();
        await seen.WaitForAsync(1);
        _client.FailAuth();
        Assert.IsType<AuthFailedException>(await seen.WaitForEndAsync());

        using var other = new FakeZkClient();
        using var closed = other.ObserveTree("/t").Record();
        await closed.WaitForAsync(1);
        other.Dispose();
        Assert.Null(await closed.WaitForEndAsync());
    }

    [Fact]
    public async Task ObserveTree_NothingHappenedWhileAway_EmitsNothingAndGoesOn()
    {
        foreach (var path in new[] { "/t", "/t/a" }) _client.Tree.Create(path, new string('x', 8_000));
        using var seen = Observe();
        await seen.WaitForAsync(1);
        var reads = _client.ReadCount;
        _client.Disconnect();
        _client.Reconnect();
        _client.Tree.Create("/t/b", "1");
        var all = await seen.WaitForAsync(2);
        Assert.Equal(2, all.Count);
        Assert.EndsWith("+/t/b", all[1], StringComparison.Ordinal);

        // Large data that did not change was not read again: of it only stats were, and those leave no trace among the reads here.
        Assert.InRange(_client.ReadCount - reads, 1, 3);
    }
}
