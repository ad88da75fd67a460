namespace ZkReactive.Tests.Caches;

/// <summary>What a snapshot takes, measured on the heap of the whole process: so no other test may run beside these.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class TreeSnapshotMemoryTests
{
    // 50,000 nodes of 100 bytes: 5 MB of data, and not more than as much again for everything else.
    [Fact]
    public void TreeSnapshot_50000SmallNodes_TakesLessThan10Megabytes()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var tree = LargeTree.Make(directories: 100, each: 500, dataLength: 100);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(50_101, tree.Count);
        Assert.InRange(taken, 5_000_000, 10_000_000);
    }
}

/// <summary>Tests of this collection run one by one, when all others of the assembly have ended.</summary>
[CollectionDefinition(nameof(MeasuredAlone), DisableParallelization = true)]
public sealed class MeasuredAlone;
