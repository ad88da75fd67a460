using ZkReactive.Coordination.Core;

namespace ZkReactive.Tests.Coordination.Core;

public class LineOrderTests
{
    private const string Ours = "_c_0c0f4a3e-9d1b-4b7a-8f6f-0d4f6d3f7a11-lock-0000000005";

    [Fact]
    public void Find_AlonePlusStrangers_IsFirst() =>
        Assert.Equal(new LinePlace(true, null, 0), LineOrder.Find([Ours, "notes", "lock-", "lock-12", "_c_x-lock-0000000009"], Ours, isShared: false));

    [Fact]
    public void Find_SeveralBefore_WatchesTheLastOfThemOnly() =>
        Assert.Equal(
            new LinePlace(true, "_c_b-lock-0000000004", 2),
            LineOrder.Find(["_c_b-lock-0000000004", "_c_a-lock-0000000001", Ours, "_c_d-lock-0000000006"], Ours, isShared: false));

    [Fact]
    public void Find_KazooAndCuratorNames_StandInOneLine() =>
        Assert.Equal(
            new LinePlace(true, "ffffffffffffffffffffffffffffffff__lock__0000000004", 2),
            LineOrder.Find(["ffffffffffffffffffffffffffffffff__lock__0000000004", "lock-0000000003", Ours], Ours, isShared: false));

    [Fact]
    public void Find_AcrossTheCountersWrap_KeepsTheOrder()
    {
        const string Wrapped = "_c_b-lock--2147483648";
        Assert.Equal(new LinePlace(true, "_c_a-lock-2147483647", 1), LineOrder.Find(["_c_a-lock-2147483647", Wrapped], Wrapped, isShared: false));
        Assert.Equal(new LinePlace(true, null, 0), LineOrder.Find(["_c_a-lock-2147483647", Wrapped], "_c_a-lock-2147483647", isShared: false));
    }

    [Fact]
    public void Find_NodeGone_SaysSo() => Assert.False(LineOrder.Find(["_c_a-lock-0000000001"], Ours, isShared: false).IsThere);

    [Fact]
    public void Find_Reader_WaitsForTheLastWriterBeforeItOnly() =>
        Assert.Equal(
            new LinePlace(true, "_c_w-__WRIT__0000000002", 1),
            LineOrder.Find(["_c_w-__WRIT__0000000002", "_c_r-__READ__0000000003", "_c_x-__READ__0000000004", "_c_y-__WRIT__0000000005"], "_c_x-__READ__0000000004", isShared: true));

    [Fact]
    public void Find_Writer_WaitsForReadersToo() =>
        Assert.Equal(
            new LinePlace(true, "aa__rlock__0000000003", 2),
            LineOrder.Find(["_c_r-__READ__0000000002", "aa__rlock__0000000003", "_c_w-__WRIT__0000000004"], "_c_w-__WRIT__0000000004", isShared: false));

    [Fact]
    public void Sort_MixedNames_IsByCounter() =>
        Assert.Equal(
            [("lock-0000000001", false), ("a__rlock__0000000002", true), ("b__lock__0000000003", false)],
            LineOrder.Sort(["b__lock__0000000003", "x", "lock-0000000001", "a__rlock__0000000002"]));

    [Fact]
    public void SortOfOneKind_AcrossTheCountersWrap_KeepsTheOrderAndLeavesStrangersOut() =>
        Assert.Equal(
            ["item-2147483646", "item-2147483647", "_c_a-item--2147483648", "item--2147483647"],
            LineOrder.Sort(["item--2147483647", "note", "item-2147483647", "_c_a-item--2147483648", "item-", "item-2147483646"], "item-"));
}
