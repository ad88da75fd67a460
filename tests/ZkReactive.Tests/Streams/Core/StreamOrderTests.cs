using ZkReactive.Protocol;
using ZkReactive.Streams.Core;
using static ZkReactive.Tests.Streams.Core.CoreTable;

namespace ZkReactive.Tests.Streams.Core;

/// <summary>Never back in time: which of two states came later.</summary>
public class StreamOrderTests
{
    private const WatchEventType Created = WatchEventType.NodeCreated;
    private const WatchEventType Changed = WatchEventType.NodeDataChanged;
    private const WatchEventType Deleted = WatchEventType.NodeDeleted;

    [Fact]
    public void ReadSucceeded_DeletedAndCreatedBetweenReads_IsAChangeThoughTheVersionIsLower()
    {
        var core = new CoreTable();
        core.Start();
        Assert.Equal("emit Initial", core.Present(10, mzxid: 20, version: 7));
        Assert.Equal("ReadExistence", core.Fired(Deleted));
        Assert.Equal("ReadContent", core.Found());
        Assert.Equal("emit Change", core.Present(30, version: 0));
    }

    [Theory]
    [InlineData(19)]
    [InlineData(0)]
    [InlineData(-1)]
    public void ReadSucceeded_OlderStateFromALaggingServer_IsNotShownAndReadAgainLater(long zxid)
    {
        var core = Showing();
        core.Fired(Changed);
        Assert.Equal("wait 50-100", core.Present(10, mzxid: 15, zxid: zxid));
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("wait 100-200", core.Present(10, mzxid: 15, zxid: zxid));
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("emit Change", core.Present(10, mzxid: 25));
    }

    [Fact]
    public void ReadSucceeded_OlderStateFromAServerThatIsAhead_IsShownAsAResync()
    {
        var core = Showing();
        core.Fired(Changed);
        Assert.Equal("emit Resync", core.Present(10, mzxid: 15, zxid: 100));
    }

    [Fact]
    public void ReadSucceeded_AbsentAtAServerThatHasNotSeenTheNode_IsNotShown()
    {
        var core = Showing();
        core.Fired(Deleted);
        Assert.Equal("wait 50-100", core.Absent(19));
    }

    [Fact]
    public void ReadSucceeded_PresentAtAServerThatHasNotSeenTheDeletion_IsNotShown()
    {
        var core = ShowingAbsent(30);
        core.Fired(Created);
        Assert.Equal("wait 50-100", core.Present(10, mzxid: 20, zxid: 29));
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("emit Change", core.Present(31));
    }

    [Fact]
    public void ReadSucceeded_CreatedByTheTransactionThatAbsenceWasReadAt_IsShown()
    {
        var core = ShowingAbsent(30);
        core.Fired(Created);
        Assert.Equal("emit Change", core.Present(30));
    }

    [Fact]
    public void Children_PzxidOrderThem()
    {
        var core = Showing(StreamKind.Children);
        Assert.Equal("ReadContent", core.Fired(WatchEventType.NodeChildrenChanged));
        Assert.Equal("emit Change", core.Present(10, pzxid: 40, cversion: 6));
        core.Fired(WatchEventType.NodeChildrenChanged);
        Assert.Equal("wait 50-100", core.Present(10, pzxid: 20, cversion: 5));
        core.Timer();
        Assert.Equal("same", core.Present(10, mzxid: 99, pzxid: 40, cversion: 6));
    }

    [Fact]
    public void Children_SamePzxidAndLaterCversion_IsAChange()
    {
        var core = Showing(StreamKind.Children);
        core.Fired(WatchEventType.NodeChildrenChanged);
        Assert.Equal("emit Change", core.Present(10, pzxid: 20, cversion: 6));
    }

    [Fact]
    public void Node_ChildrenAndAclChanges_AreNotShown()
    {
        var core = Showing();
        core.Cut();
        core.Resume();
        core.Timer();
        Assert.Equal("same", core.Present(10, mzxid: 20, pzxid: 99, cversion: 9));
    }
}
