using ZkReactive.Client;
using ZkReactive.Nodes.Transactions;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Nodes.Transactions;

public sealed class TransactionPlanTests
{
    private readonly Dictionary<ZkPath, Stat> _nodes = new()
    {
        [ZkPath.Root] = default(Stat) with { ChildCount = 2 },
        ["/a"] = default(Stat) with { Version = 4, ChildCount = 1 },
        ["/a/b"] = default(Stat) with { Version = 7 },
        ["/e"] = default(Stat) with { EphemeralOwner = 1 },
    };

    [Fact]
    public void Operations_SeeWhatEarlierOnesDid()
    {
        var plan = Play(
            new ZkOperation.Create("/new", default), new ZkOperation.Set("/new", default, 0), new ZkOperation.Check("/new", 1),
            new ZkOperation.Delete("/a/b", 7), new ZkOperation.Delete("/a", 4), new ZkOperation.Create("/a", default));

        Assert.All(plan, step => Assert.Null(step.Problem));
        Assert.Equal([(null, 0), (0, 1), (1, 1), (7, null), (4, null), (null, 0)], plan.Select(step => (step.Before, step.After)));
    }

    [Fact]
    public void Problems_AreNamed()
    {
        Assert.Equal("it has version 4, not 3", Problem(new ZkOperation.Set("/a", default, 3)));
        Assert.Equal("it has version 4, not 5", Problem(new ZkOperation.Check("/a", 5)));
        Assert.Equal("it has 1 children", Problem(new ZkOperation.Delete("/a", NodeVersion.Any)));
        Assert.Equal("it is not there", Problem(new ZkOperation.Delete("/none", NodeVersion.Any)));
        Assert.Equal("it exists already", Problem(new ZkOperation.Create("/a", default)));
        Assert.Equal("its parent /none is not there", Problem(new ZkOperation.Create("/none/x", default)));
        Assert.Equal("its parent /e is ephemeral", Problem(new ZkOperation.Create("/e/x", default)));
        Assert.Equal("its parent /none is not there", Problem(new ZkOperation.Create("/none/x-", default, CreateMode.PersistentSequential)));
    }

    [Fact]
    public void SequentialCreates_NeverCollide() =>
        Assert.All(Play(new ZkOperation.Create("/a", default, CreateMode.PersistentSequential), new ZkOperation.Create("/a", default, CreateMode.EphemeralSequential)), step => Assert.Null(step.Problem));

    private string? Problem(ZkOperation operation) => Assert.Single(Play(operation)).Problem;

    private IReadOnlyList<TransactionStep> Play(params ZkOperation[] operations) => TransactionPlan.Play(operations, new Dictionary<ZkPath, Stat>(_nodes));
}
