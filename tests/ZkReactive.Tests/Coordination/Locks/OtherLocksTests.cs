using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
using ZkReactive.Tests.Coordination.Servers;

namespace ZkReactive.Tests.Coordination.Locks;

public sealed class OtherLocksTests : RecipeTests
{
    private static readonly ZkPath Path = ZkPath.Parse("/locks/two");

    [Theory]
    [InlineData(LockNaming.Curator)]
    [InlineData(LockNaming.Kazoo)]
    public async Task ReadersShare_AWriterIsAlone_AndNobodyOvertakes(LockNaming naming)
    {
        var options = new ZkLockOptions { Naming = naming };
        var (one, two) = (new ZkReadWriteLock(One, Path, options), new ZkReadWriteLock(Two, Path, options));
        var first = await one.Reader.AcquireAsync();
        var second = await two.Reader.AcquireAsync();
        var writing = one.Writer.AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(Two, Path, 3);
        Assert.Null(await two.Reader.TryAcquireAsync(TimeSpan.Zero));
        Assert.Equal([true, true, false], (await one.ReadContendersAsync()).Select(contender => contender.IsHolder));

        await first.DisposeAsync();
        await One.SyncAsync(Path);
        Assert.False(writing.IsCompleted);
        await second.DisposeAsync();
        var writer = await writing.WaitAsync(RecipeServer.Patience);
        Assert.Null(await two.Reader.TryAcquireAsync(TimeSpan.Zero));
        await writer.DisposeAsync();
        await using var last = await two.Reader.TryAcquireAsync(TimeSpan.Zero);
        Assert.NotNull(last);
    }

    [Fact]
    public async Task ASemaphore_HasSoManyPlaces_AndAFreedOneGoesToTheNext()
    {
        var (one, two) = (new ZkSemaphore(One, Path, 2), new ZkSemaphore(Two, Path, 2));
        var first = await one.AcquireAsync();
        var second = await two.AcquireAsync();
        Assert.Null(await two.TryAcquireAsync(TimeSpan.Zero));
        Assert.Null(await one.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        var third = two.AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path / "leases", 3);
        var fourth = one.AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(One, Path / "locks", 2);
        Assert.False(third.IsCompleted);

        // The first place to be freed is not the first that was taken.
        await second.DisposeAsync();
        await using var got = await third.WaitAsync(RecipeServer.Patience);
        Assert.False(fourth.IsCompleted);
        await first.DisposeAsync();
        await using var last = await fourth.WaitAsync(RecipeServer.Patience);
        await RecipeServer.WaitForChildrenAsync(One, Path / "leases", 2);
        await RecipeServer.WaitForChildrenAsync(One, Path / "locks", 0);
    }

    [Fact]
    public async Task APlaceOfADeadHolder_IsFreed()
    {
        var held = await new ZkSemaphore(One, Path, 1).AcquireAsync();
        var waiting = new ZkSemaphore(Two, Path, 1).AcquireAsync();
        await RecipeServer.WaitForChildrenAsync(Two, Path / "leases", 2);
        await Server.ExpireAsync(One);
        await using var next = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.True(next.FencingToken > held.FencingToken);
    }

    [Fact]
    public async Task AMultiLock_HoldsAllOrNone_WhateverTheOrderOfItsPaths()
    {
        ZkPath[] paths = [Path / "b", Path / "a", Path / "b"];
        var (one, two) = (new ZkMultiLock(One, paths), new ZkMultiLock(Two, paths.Reverse()));
        Assert.Equal([Path / "a", Path / "b"], one.Paths);
        for (var round = 0; round < 10; round++)
        {
            var taking = new[] { one.AcquireAsync(), two.AcquireAsync() };
            var first = await await Task.WhenAny(taking).WaitAsync(RecipeServer.Patience);
            Assert.Equal(2, first.Locks.Count);
            await first.DisposeAsync();
            foreach (var held in await Task.WhenAll(taking).WaitAsync(RecipeServer.Patience)) await held.DisposeAsync();
        }

        await using var blocking = await new ZkMutex(Two, Path / "b").AcquireAsync();
        Assert.Null(await one.TryAcquireAsync(TimeSpan.FromMilliseconds(50)));
        await RecipeServer.WaitForChildrenAsync(One, Path / "a", 0);
    }
}
