using ZkReactive.Protocol;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Tree;

public sealed class DataTreeTests : ITreeEvents
{
    private readonly DataTree _tree = new();
    private readonly List<string> _events = [];
    private long _zxid;

    [Fact]
    public void NewTree_HasTheNodesOfAFreshServer()
    {
        Assert.Equal(["zookeeper"], _tree.Root.ChildNames);
        Assert.True(_tree.TryGet("/zookeeper", out var system));
        Assert.Equal(["quota", "config"], system.ChildNames);
        Assert.True(_tree.TryGet("/zookeeper/config", out var config));
        Assert.Equal(Acl.ReadUnsafe, config.Acl);
        Assert.Equal(-1, config.ToStat().AclVersion);
        Assert.Equal(4, _tree.NodeCount);
    }

    [Fact]
    public void TryGet_EmptyPath_IsTheRoot()
    {
        Assert.True(_tree.TryGet("", out var node));
        Assert.Same(_tree.Root, node);
    }

    [Fact]
    public void Apply_Create_SetsTheStatAndThePlaceInTheParent()
    {
        Create("/a", time: 77);

        Assert.True(_tree.TryGet("/a", out var node));
        var stat = node.ToStat();
        Assert.Equal((1, 1, 1), (stat.Czxid.Value, stat.Mzxid.Value, stat.Pzxid.Value));
        Assert.Equal((77, 77), (stat.CreatedMilliseconds, stat.ModifiedMilliseconds));
        Assert.Equal((0, 0, 0, 3), (stat.Version, stat.ChildrenVersion, stat.AclVersion, stat.DataLength));
        Assert.Equal(1, _tree.Root.Pzxid);
        Assert.Equal(1, _tree.LastZxid);
        Assert.Equal(["created /a 1"], _events);
    }

    [Fact]
    public void ChildrenVersion_CountsCreationsAndDeletions()
    {
        Create("/a");
        Create("/a/x", parentCreated: 1);
        Create("/a/y", parentCreated: 2);
        Apply(new DeleteTransaction("/a/x"));

        Assert.True(_tree.TryGet("/a", out var node));
        Assert.Equal(2, node.ChildrenCreated);
        Assert.Equal((3, 1), (node.ToStat().ChildrenVersion, node.ToStat().ChildCount));
        Assert.Equal(4, node.ToStat().Pzxid.Value);
    }

    [Fact]
    public void Apply_SetData_KeepsCreationAndMovesModification()
    {
        Create("/a");
        Apply(new SetDataTransaction("/a", [1], 1), time: 99);

        Assert.True(_tree.TryGet("/a", out var node));
        var stat = node.ToStat();
        Assert.Equal((1, 2, 1), (stat.Czxid.Value, stat.Mzxid.Value, stat.Pzxid.Value));
        Assert.Equal((1, 1, 99), (stat.Version, stat.DataLength, stat.ModifiedMilliseconds));
        Assert.Equal("changed /a 2", _events[^1]);
    }

    [Fact]
    public void Apply_CloseSession_DeletesEphemeralsInTheOrderTheyWereCreated()
    {
        Create("/z", owner: 5);
        Create("/a", owner: 5);
        Create("/m", owner: 6);
        Assert.Equal(["/z", "/a"], _tree.EphemeralsOf(5));
        Assert.Equal(3, _tree.EphemeralCount);

        Apply(new CloseSessionTransaction(_tree.EphemeralsOf(5)));

        Assert.Equal(["deleted /z 4", "deleted /a 4"], _events[^2..]);
        Assert.Empty(_tree.EphemeralsOf(5));
        Assert.Equal(["/m"], _tree.EphemeralsOf(6));
        Assert.Equal(1, _tree.EphemeralCount);
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(unchecked((long)0xff00_0000_0000_03e8))]
    public void Containers_AndTtlNodes_ShowNoOwner_AndAreReapable(long owner)
    {
        Create("/c", owner: owner);

        Assert.True(_tree.TryGet("/c", out var node));
        Assert.Equal(0, node.ToStat().EphemeralOwner);
        Assert.Equal(["/c"], _tree.Reapable.Select(n => n.Path));
        Apply(new DeleteTransaction("/c"));
        Assert.Empty(_tree.Reapable);
    }

    [Fact]
    public void Apply_Multi_GivesEachPartsStatAsThatPartLeftIt()
    {
        var stats = new List<Stat>();
        var parts = new Transaction[] { NewNode("/a", 1), NewNode("/a/b", 1), new SetDataTransaction("/a", [], 1), new DeleteTransaction("/a/b") };

        _tree.Apply(new TransactionHeader(0, 0, 9, 0), new MultiTransaction(parts), this, stats);

        Assert.Equal([0, 0, 1, 0], stats.Select(s => s.ChildCount));
        Assert.Equal(1, stats[2].Version);
        Assert.Equal(9, _tree.LastZxid);
    }

    [Fact]
    public void DataBytes_FollowsPathsAndData()
    {
        var before = _tree.DataBytes;
        Create("/a");
        Assert.Equal(before + 2 + 3, _tree.DataBytes);
        Apply(new SetDataTransaction("/a", new byte[10], 1));
        Assert.Equal(before + 2 + 10, _tree.DataBytes);
        Apply(new DeleteTransaction("/a"));
        Assert.Equal(before, _tree.DataBytes);
    }

    [Fact]
    public void CountBelow_CountsEveryDepth()
    {
        Create("/a");
        Create("/a/b", parentCreated: 1);
        Create("/a/b/c", parentCreated: 1);
        Assert.True(_tree.TryGet("/a", out var node));
        Assert.Equal(2, _tree.CountBelow(node));
        Assert.Equal(_tree.NodeCount - 1, _tree.CountBelow(_tree.Root));
    }

    void ITreeEvents.NodeCreated(DataNode node, long zxid) => _events.Add($"created {node.Path} {zxid}");

    void ITreeEvents.NodeDeleted(DataNode node, long zxid) => _events.Add($"deleted {node.Path} {zxid}");

    void ITreeEvents.DataChanged(DataNode node, long zxid) => _events.Add($"changed {node.Path} {zxid}");

    private static CreateTransaction NewNode(string path, int parentCreated, long owner = 0) =>
        new(path, [1, 2, 3], Acl.OpenUnsafe, owner, parentCreated);

    private void Create(string path, int parentCreated = 1, long owner = 0, long time = 0) => Apply(NewNode(path, parentCreated, owner), time);

    private void Apply(Transaction transaction, long time = 0) => _tree.Apply(new TransactionHeader(1, 1, ++_zxid, time), transaction, this);
}
