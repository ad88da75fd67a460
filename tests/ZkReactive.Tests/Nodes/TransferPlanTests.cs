using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Nodes;

public sealed class TransferPlanTests
{
    private static readonly HashSet<ZkPath> Nothing = [];
    private static readonly TransferNode[] Tree = [Node("/a", 3), Node("/a/b", 5), Node("/a/b/c", 7)];

    [Fact]
    public void Make_CopyThatFits_IsOneTransactionThatCreatesParentsFirst()
    {
        var plan = TransferPlan.Make(Tree, "/a", "/x/y", Nothing, isMove: false, isOneSession: true, limit: 10_000);

        var step = Assert.Single(plan.Steps);
        Assert.False(step.IsOnSource);
        Assert.Equal(["Create /x/y", "Create /x/y/b", "Create /x/y/b/c"], step.Operations.Select(Describe));
    }

    [Fact]
    public void Make_MoveInOneSession_RemovesInTheSameTransactionLeavesFirstInTheVersionsRead()
    {
        var plan = TransferPlan.Make(Tree, "/a", "/x", Nothing, isMove: true, isOneSession: true, limit: 10_000);

        Assert.Equal(
            ["Create /x", "Create /x/b", "Create /x/b/c", "Delete /a/b/c 7", "Delete /a/b 5", "Delete /a 3"],
            Assert.Single(plan.Steps).Operations.Select(Describe));
    }

    [Fact]
    public void Make_MoveBetweenSessions_WritesAllBeforeItRemoves()
    {
        var plan = TransferPlan.Make(Tree, "/a", "/a", Nothing, isMove: true, isOneSession: false, limit: 10_000);

        Assert.Equal([false, true], plan.Steps.Select(step => step.IsOnSource));
        Assert.All(plan.Steps[1].Operations, operation => Assert.IsType<ZkOperation.Delete>(operation));
    }

    [Fact]
    public void Make_TreeAboveTheLimit_IsCutWithoutAnythingLost()
    {
        var nodes = Enumerable.Range(0, 100).Select(i => Node($"/a{(i == 0 ? "" : $"/{i:000}")}", i, new byte[50])).ToArray();

        var plan = TransferPlan.Make(nodes, "/a", "/x", Nothing, isMove: true, isOneSession: true, limit: 1_000);

        Assert.True(plan.Steps.Count > 2);
        Assert.Equal(100, plan.Steps.Where(step => !step.IsOnSource).Sum(step => step.Operations.Count));
        Assert.Equal("Create /x", Describe(plan.Steps[0].Operations[0]));
        Assert.Equal("Delete /a 0", Describe(plan.Steps[^1].Operations[^1]));
        Assert.Equal(plan.Steps.OrderBy(step => step.IsOnSource), plan.Steps);
    }

    [Fact]
    public void Make_NodeLargerThanTheLimit_GoesAlone() =>
        Assert.Equal(3, TransferPlan.Make(Tree, "/a", "/x", Nothing, isMove: false, isOneSession: true, limit: 1).Steps.Count);

    [Fact]
    public void Make_TargetThatIsThere_IsSetAndKeepsItsAcl() => Assert.Equal(
        ["Create /x", "Set /x/b", "Create /x/b/c"],
        TransferPlan.Make(Tree, "/a", "/x", new HashSet<ZkPath> { "/x/b" }, isMove: false, isOneSession: true, limit: 10_000).Steps[0].Operations.Select(Describe));

    [Theory]
    [InlineData("/a/b", "/a", "/x", "/x/b")]
    [InlineData("/a", "/a", "/x", "/x")]
    [InlineData("/a/b", "/", "/x", "/x/a/b")]
    [InlineData("/a/b", "/a", "/", "/b")]
    public void Rebase_Node_LiesAtTheSamePlaceBelowTheTarget(string path, string from, string to, string expected) =>
        Assert.Equal(expected, TransferPlan.Rebase(path, from, to).Value);

    private static TransferNode Node(string path, int version, byte[]? data = null) =>
        new(new ZkNode(path, data ?? [1], default(Stat) with { Version = version }, Zxid.None), Acl.OpenUnsafe);

    private static string Describe(ZkOperation operation) => operation switch
    {
        ZkOperation.Create => $"Create {operation.Path}",
        ZkOperation.Set => $"Set {operation.Path}",
        ZkOperation.Delete delete => $"Delete {operation.Path} {delete.Version.Value}",
        _ => operation.ToString(),
    };
}
