using ZkReactive.Client;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Coordination.Locks;

public sealed class OtherLocksTests : IAsyncLifetime
{
    private static readonly ZkPath Path = ZkPath.Parse("/locks/two");

    private LockServer _server = null!;
    private IZkClient _one = null!;
    private IZkClient _two = null!;

    public async Task InitializeAsync()
    {
        _server = await LockServer.StartAsync();
        (_one, _two) = (await _server.ConnectAsync(), await _server.ConnectAsync());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(LockNaming.Curator)]
    [InlineData(LockNaming.Kazoo)]
    public async Task ReadersShare_AWriterIsAlone_AndNobodyOvertakes(LockNaming naming)
    {
        var options = new ZkLockOptions { Naming = naming };
        var (one, two) = (new ZkReadWriteLock(_one, Path, options), new ZkReadWriteLock(_two, Path, options));
        var first = await one.Reader.AcquireAsync();
        var second = await two.Reader.AcquireAsync();
        var writing = one.Writer.AcquireAsync();
        await LockServer.WaitForChildrenAsync(_two, Path, 3);
        Assert.Null(await two.Reader.TryAcquireAsync(TimeSpan.Zero));
        Assert.Equal([true, true, false], (await one.ReadContendersAsync()).Select(contender => contender.IsHolder));

        await first.DisposeAsync();
        await _one.SyncAsync(Path);
        Assert.False(writing.IsCompleted);
        await second.DisposeAsync();
        var writer = await writing.WaitAsync(LockServer.Patience);
        Assert.Null(await two.Reader.TryAcquireAsync(TimeSpan.Zero));
        await writer.DisposeAsync();
        await using var last = await two.Reader.TryAcquireAsync(TimeSpan.Zero);
        Assert.NotNull(last);
    }

    [Fact]
    public async Task ASemaphore_HasSoManyPlaces_AndAFreedOneGoesToTheNext()
    {
        var (one, two) = (new ZkSemaphore(_one, Path, 2), new ZkSemaphore(_two, Path, 2));
        var first = await one.AcquireAsync();
        var second = await two.AcquireAsync();
        Assert.Null(await two.TryAcquireAsync(TimeSpan.Zero));
        Assert.Null(await one.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        var third = two.AcquireAsync();
        await LockServer.WaitForChildrenAsync(_one, Path / "leases", 3);
        var fourth = one.AcquireAsync();
        await LockServer.WaitForChildrenAsync(_one, Path / "locks", 2);
        Assert.False(third.IsCompleted);

        // The first place to be freed is not the first that was taken.
        await second.DisposeAsync();
        await using var got = await third.WaitAsync(LockServer.Patience);
        Assert.False(fourth.IsCompleted);
        await first.DisposeAsync();
        await using var last = await fourth.WaitAsync(LockServer.Patience);
        await LockServer.WaitForChildrenAsync(_one, Path / "leases", 2);
        await LockServer.WaitForChildrenAsync(_one, Path / "locks", 0);
    }

    [Fact]
    public async Task APlaceOfADeadHolder_IsFreed()
    {
        var held = await new ZkSemaphore(_one, Path, 1).AcquireAsync();
        var waiting = new ZkSemaphore(_two, Path, 1).AcquireAsync();
        await LockServer.WaitForChildrenAsync(_two, Path / "leases", 2);
        _server.Server.Faults.ExpireSession(held.Session);
        await using var next = await waiting.WaitAsync(LockServer.Patience);
        Assert.True(next.FencingToken > held.FencingToken);
    }

    [Fact]
    public async Task AMultiLock_HoldsAllOrNone_WhateverTheOrderOfItsPaths()
    {
        ZkPath[] paths = [Path / "b", Path / "a", Path / "b"];
        var (one, two) = (new ZkMultiLock(_one, paths), new ZkMultiLock(_two, paths.Reverse()));
        Assert.Equal([Path / "a", Path / "b"], one.Paths);
        for (var round = 0; round < 10; round++)
        {
            var taking = new[] { one.AcquireAsync(), two.AcquireAsync() };
            var first = await await Task.WhenAny(taking).WaitAsync(LockServer.Patience);
            Assert.Equal(2, first.Locks.Count);
            await first.DisposeAsync();
            foreach (var held in await Task.WhenAll(taking).WaitAsync(LockServer.Patience)) await held.DisposeAsync();
        }

        await using var blocking = await new ZkMutex(_two, Path / "b").AcquireAsync();
        Assert.Null(await one.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        await LockServer.WaitForChildrenAsync(_one, Path / "a", 0);
    }
}
