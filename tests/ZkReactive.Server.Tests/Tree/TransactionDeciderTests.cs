using ZkReactive.Protocol;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Tree;

public sealed class TransactionDeciderTests : ITreeEvents
{
    private static readonly Requester Nobody = new(7, [new("ip", "127.0.0.1")]);

    private readonly DataTree _tree = new();
    private readonly TransactionDecider _decider;
    private long _zxid;

    public TransactionDeciderTests() => _decider = new TransactionDecider(_tree, ttlNodes: true);

    [Theory]
    [InlineData("/a", ErrorCode.Ok)]
    [InlineData("/zookeeper/x", ErrorCode.Ok)]
    [InlineData("/", ErrorCode.NodeExists)]
    [InlineData("/zookeeper", ErrorCode.NodeExists)]
    [InlineData("a", ErrorCode.BadArguments)]
    [InlineData("", ErrorCode.BadArguments)]
    [InlineData("//", ErrorCode.BadArguments)]
    [InlineData("/a/", ErrorCode.NoNode)]
    [InlineData("/zookeeper/", ErrorCode.BadArguments)]
    [InlineData("/zookeeper/..", ErrorCode.BadArguments)]
    [InlineData("/zookeeper/./x", ErrorCode.NoNode)]
    [InlineData("/a\0", ErrorCode.BadArguments)]
    [InlineData("/nope/x", ErrorCode.NoNode)]
    [InlineData("/zookeeper/config/x", ErrorCode.NoAuth)]
    public void Create_ChecksInApachesOrder(string path, ErrorCode expected) => Assert.Equal(expected, Create(path));

    [Theory]
    [InlineData(OpCode.Create, CreateMode.Container, 0, ErrorCode.Ok)]
    [InlineData(OpCode.Create, CreateMode.PersistentWithTtl, -1, ErrorCode.BadArguments)]
    [InlineData(OpCode.CreateTtl, CreateMode.PersistentWithTtl, 0, ErrorCode.BadArguments)]
    [InlineData(OpCode.CreateTtl, CreateMode.PersistentWithTtl, 0xff_ffff_ffff, ErrorCode.Ok)]
    [InlineData(OpCode.CreateTtl, CreateMode.PersistentWithTtl, 0x100_0000_0000, ErrorCode.BadArguments)]
    [InlineData(OpCode.CreateTtl, CreateMode.Persistent, 5, ErrorCode.BadArguments)]
    [InlineData(OpCode.Create, (CreateMode)7, -1, ErrorCode.BadArguments)]
    [InlineData(OpCode.Create, (CreateMode)(-1), -1, ErrorCode.BadArguments)]
    public void Create_ChecksTheModeFirst(OpCode operation, CreateMode mode, long ttl, ErrorCode expected) =>
        Assert.Equal(expected, _decider.Create(Nobody, new CreateProposal(operation, "/a", null, Acl.OpenUnsafe, mode, ttl), out _));

    [Fact]
    public void Create_TtlNodeWhereTheyAreOff_IsUnimplemented()
    {
        var proposal = new CreateProposal(OpCode.CreateTtl, "/a", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 5);

        Assert.Equal(ErrorCode.Unimplemented, new TransactionDecider(_tree, ttlNodes: false).Create(Nobody, proposal, out _));
    }

    [Fact]
    public void Create_TheOperationDecidesAboutContainers()
    {
        Assert.Equal(0, CreateOwner(OpCode.Create, CreateMode.Container, -1));
        Assert.Equal(long.MinValue, CreateOwner(OpCode.CreateContainer, CreateMode.Persistent, -1));
        Assert.Equal(OwnerCodes.ForTtl(5), CreateOwner(OpCode.CreateTtl, CreateMode.PersistentWithTtl, 5));
        Assert.Equal(Nobody.Session, CreateOwner(OpCode.Create2, CreateMode.Ephemeral, -1));
    }

    [Fact]
    public void Create_Sequential_CountsCreationsEvenOfDeletedNodes()
    {
        Assert.Equal("/s-0000000000", CreateAndApply("/s-", CreateMode.PersistentSequential));
        Assert.Equal("/s-0000000001", CreateAndApply("/s-", CreateMode.PersistentSequential));
        Apply(new DeleteTransaction("/s-0000000001"));
        Assert.Equal("/0000000002", CreateAndApply("/", CreateMode.PersistentSequential));
    }

    [Fact]
    public void Create_BelowAnEphemeral_IsRefused()
    {
        CreateAndApply("/e", CreateMode.Ephemeral);

        Assert.Equal(ErrorCode.NoChildrenForEphemerals, Create("/e/x"));
    }

    [Theory]
    [InlineData("/", ErrorCode.BadArguments)]
    [InlineData("/zookeeper", ErrorCode.BadArguments)]
    [InlineData("/zookeeper/quota", ErrorCode.BadArguments)]
    [InlineData("", ErrorCode.BadArguments)]
    [InlineData("/nope", ErrorCode.NoNode)]
    [InlineData("/nope/nope", ErrorCode.NoNode)]
    public void Delete_ChecksInApachesOrder(string path, ErrorCode expected) =>
        Assert.Equal(expected, _decider.Delete(Nobody, path, -1, out _));

    [Fact]
    public void Delete_ChecksTheVersionBeforeTheChildren()
    {
        CreateAndApply("/a", CreateMode.Persistent);
        CreateAndApply("/a/b", CreateMode.Persistent);

        Assert.Equal(ErrorCode.BadVersion, _decider.Delete(Nobody, "/a", 4, out _));
        Assert.Equal(ErrorCode.NotEmpty, _decider.Delete(Nobody, "/a", 0, out _));
    }

    [Fact]
    public void SetData_VersionBehindMinusTwo_IsZero()
    {
        CreateAndApply("/a", CreateMode.Persistent);
        Apply(new SetDataTransaction("/a", null, -2));

        Assert.Equal(ErrorCode.Ok, _decider.SetData(Nobody, "/a", null, -2, out var transaction));
        Assert.Equal(0, transaction!.Version);
    }

    [Fact]
    public void InsideAMulti_EachPartSeesWhatThoseBeforeItWillDo()
    {
        _decider.BeginMulti();
        Assert.Equal(ErrorCode.Ok, Create("/a"));
        Assert.Equal(ErrorCode.NodeExists, Create("/a"));
        Assert.Equal(ErrorCode.Ok, Create("/a/b"));
        Assert.Equal(ErrorCode.NotEmpty, _decider.Delete(Nobody, "/a", -1, out _));
        Assert.Equal(ErrorCode.Ok, _decider.SetData(Nobody, "/a", null, 0, out _));
        Assert.Equal(ErrorCode.BadVersion, _decider.Check(Nobody, "/a", 0, out _));
        Assert.Equal(ErrorCode.Ok, _decider.Delete(Nobody, "/a/b", -1, out _));
        Assert.Equal(ErrorCode.Ok, _decider.Delete(Nobody, "/a", 1, out _));
        Assert.Equal(ErrorCode.NoNode, _decider.Check(Nobody, "/a", -1, out _));
        _decider.EndMulti();

        Assert.False(_tree.TryGet("/a", out _));
        Assert.Equal(ErrorCode.Ok, Create("/a"));
        Assert.Equal(ErrorCode.Ok, Create("/a"));
    }

    void ITreeEvents.NodeCreated(DataNode node, long zxid)
    {
    }

    void ITreeEvents.NodeDeleted(DataNode node, long zxid)
    {
    }

    void ITreeEvents.DataChanged(DataNode node, long zxid)
    {
    }

    private static CreateProposal Proposal(string path, CreateMode mode) => new(OpCode.Create, path, null, Acl.OpenUnsafe, mode, -1);

    private ErrorCode Create(string path) => _decider.Create(Nobody, Proposal(path, CreateMode.Persistent), out _);

    private long CreateOwner(OpCode operation, CreateMode mode, long ttl)
    {
        Assert.Equal(ErrorCode.Ok, _decider.Create(Nobody, new CreateProposal(operation, "/o", null, Acl.OpenUnsafe, mode, ttl), out var transaction));
        return transaction!.EphemeralOwner;
    }

    private string CreateAndApply(string path, CreateMode mode)
    {
        Assert.Equal(ErrorCode.Ok, _decider.Create(Nobody, Proposal(path, mode), out var transaction));
        Apply(transaction!);
        return transaction!.Path;
    }

    private void Apply(Transaction transaction) => _tree.Apply(new TransactionHeader(7, 0, ++_zxid, 0), transaction, this);
}
