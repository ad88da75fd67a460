using System.Reactive.Linq;
using System.Text;
using ZkReactive.Caches;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Memory;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Caches;

public sealed class CacheTests : IDisposable
{
    private readonly FakeZkClient _client = new(options: new ZkClientOptions { TimeProvider = new HastyTimeProvider() });

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task CachedTree_Changes_AreInTheCacheWhenTheyAreTold()
    {
        foreach (var path in new[] { "/t", "/t/a" }) _client.Tree.Create(path, "0");
        using var cache = CachedTree.Start(_client, "/t");
        await cache.WaitUntilLoadedAsync().WaitAsync(RecorderExtensions.Deadline);
        Assert.True(cache.TryGet("/t/a", out var node));
        Assert.Equal(("0", 2), (Encoding.UTF8.GetString(node.Data.Span), cache.Current!.Count));
        Assert.False(cache.TryGet("/t/b", out _));
        var kept = cache.Current;

        using var told = cache.Changes.Select(change => (Text: change.Path.Value, IsThere: cache.Current!.Contains("/t/b"), Added: change.Added.Count())).Record();
        await told.WaitForAsync(1);
        _client.Tree.Create("/t/b");
        Assert.Equal([("/t", false, 2), ("/t", true, 1)], await told.WaitForAsync(2));
        Assert.True(cache.AsOfZxid >= _client.Tree.StatOf("/t/b")!.Value.Czxid);
        Assert.False(kept.Contains("/t/b"));
    }

    public static TheoryData<string> Kinds => ["node", "children", "tree"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cache_ConnectionComesAndGoes_SaysWhetherItIsStale(string kind)
    {
        _client.Tree.Create("/t", "0");
        var (cache, staleness, loaded) = Start(kind);
        using (cache)
        {
            await loaded.WaitAsync(RecorderExtensions.Deadline);
            await UntilAsync(() => !staleness().IsStale, "fresh");
            Assert.Equal(default, staleness());
            _client.Disconnect();
            await UntilAsync(() => staleness().Reason == CacheStaleReason.Disconnected, "disconnected");
            Assert.NotNull(staleness().Since);
            _client.HoldReads = true;
            _client.Reconnect();
            await UntilAsync(() => staleness().Reason == CacheStaleReason.CatchingUp, "catching up");
            var read = await _client.NextReadAsync();
            Assert.True(staleness().IsStale);
            _client.HoldReads = false;
            read.Deliver();
            await UntilAsync(() => !staleness().IsStale, "fresh again");
            _client.Expire();
            await UntilAsync(() => staleness().IsStale, "expired");
            _client.OpenSession();
            await UntilAsync(() => !staleness().IsStale, "fresh on the new session");
        }

        Assert.Equal(CacheStaleReason.Ended, staleness().Reason);
        await _client.WatchesGoneAsync().WaitAsync(RecorderExtensions.Deadline);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Cache_CutOffBeforeItWasLoaded_KnowsNothingRatherThanEmpty(string kind)
    {
        _client.HoldReads = true;
        var (cache, staleness, loaded) = Start(kind);
        using (cache)
        {
            await _client.NextReadAsync();
            Assert.Equal((CacheStaleReason.Loading, false), (staleness().Reason, loaded.IsCompleted));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => loaded);
    }

    [Fact]
    public async Task CachedNode_CredentialsRefused_KeepsTheLastStateAndTheError()
    {
        _client.Tree.Create("/t", "0");
        using var cache = CachedNode.Start(_client, "/t");
        await cache.WaitUntilLoadedAsync().WaitAsync(RecorderExtensions.Deadline);
        using var told = cache.Changes.Record();
        await told.WaitForAsync(1);
        _client.FailAuth();
        Assert.IsType<AuthFailedException>(await told.WaitForEndAsync());
        Assert.IsType<AuthFailedException>(cache.Error);
        Assert.Equal((CacheStaleReason.Ended, "0"), (cache.Staleness.Reason, Encoding.UTF8.GetString(cache.Current!.Data.Span)));
    }

    [Fact]
    public async Task CachedChildren_Current_HasTheNames()
    {
        foreach (var path in new[] { "/t", "/t/b", "/t/a" }) _client.Tree.Create(path);
        using var cache = CachedChildren.Start(_client, "/t");
        await cache.WaitUntilLoadedAsync().WaitAsync(RecorderExtensions.Deadline);
        Assert.Equal(["a", "b"], cache.Current!.Children);
        _client.Tree.Delete("/t/a");
        await UntilAsync(() => cache.Current.Children.Count == 1, "one child");
    }

    [Fact]
    public async Task CachedTree_Lookups_AllocateNothing()
    {
        foreach (var path in new[] { "/t", "/t/a", "/t/a/b" }) _client.Tree.Create(path, "0");
        using var cache = CachedTree.Start(_client, "/t");
        await cache.WaitUntilLoadedAsync().WaitAsync(RecorderExtensions.Deadline);
        ZkPath path1 = "/t/a/b", path2 = "/t/x";
        var found = 0;
        Look();
        Assert.Equal(2, found);
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 1000; i++) Look();
        }));

        void Look()
        {
            if (cache.TryGet(path1, out var node) && node.Stat.Version == 0) found += node.Data.Length;
            if (!cache.Current!.Contains(path2)) found++;
        }
    }

    private (IDisposable Cache, Func<CacheStaleness> Staleness, Task Loaded) Start(string kind)
    {
        switch (kind)
        {
            case "node":
                var node = CachedNode.Start(_client, "/t");
                return (node, () => node.Staleness, node.WaitUntilLoadedAsync());
            case "children":
                var children = CachedChildren.Start(_client, "/t");
                return (children, () => children.Staleness, children.WaitUntilLoadedAsync());
            default:
                var tree = CachedTree.Start(_client, "/t");
                return (tree, () => tree.Staleness, tree.WaitUntilLoadedAsync());
        }
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var deadline = new CancellationTokenSource(RecorderExtensions.Deadline, TimeProvider.System);
        while (!condition())
        {
            if (deadline.IsCancellationRequested) throw new TimeoutException($"Waited in vain for: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
    }
}
