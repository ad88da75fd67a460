using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;
using static ZkReactive.Tests.Streams.Core.CoreTable;

namespace ZkReactive.Tests.Streams.Core;

public class StreamCoreTests
{
    private const WatchEventType Created = WatchEventType.NodeCreated;
    private const WatchEventType Changed = WatchEventType.NodeDataChanged;
    private const WatchEventType Deleted = WatchEventType.NodeDeleted;

    [Fact]
    public void Start_NodeAbsent_AsksForExistenceAndEmitsAbsence() => ShowingAbsent();

    [Fact]
    public void Start_NotConnected_WaitsForTheConnection()
    {
        var core = new CoreTable().Silently(c => c.Session with { Status = ZkSessionStatus.Connecting, ConnectionNumber = 0, SessionNumber = 0 });
        Assert.Equal("-", core.Start());
        Assert.Equal("ReadContent", core.NewSession());
        Assert.Equal("emit Initial", core.Present(10));
    }

    [Fact]
    public void WatchFired_Change_ReadsOnceAndEmitsIt()
    {
        var core = Showing();
        Assert.Equal("ReadContent", core.Fired(Changed));
        Assert.False(core.IsCurrent);
        Assert.Equal("emit Change", core.Present(10, mzxid: 40));
        Assert.True(core.IsCurrent);
    }

    [Fact]
    public void WatchFired_Deletion_NeedsOneRequestOnly()
    {
        var core = Showing();
        Assert.Equal("ReadExistence", core.Fired(Deleted));
        Assert.Equal("emit Change", core.Absent(41));
        Assert.Equal("ReadContent", core.Fired(Created));
        Assert.Equal("emit Change", core.Present(50));
    }

    [Fact]
    public void WatchFired_WhileReading_ReadsExactlyOnceMore()
    {
        var core = Showing();
        Assert.Equal("ReadContent", core.Fired(Changed));
        Assert.Equal("-", core.Fired(Changed));
        Assert.Equal("-", core.Fired(Changed));
        Assert.Equal("emit Change, ReadContent", core.Present(10, mzxid: 40));
        Assert.Equal("same", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void NodeMissingAndFound_TakingTurns_TakesBreathAfterAFewRaces()
    {
        var core = new CoreTable();
        Assert.Equal("ReadContent", core.Start());
        for (var i = 0; i < StreamTiming.Default.MaxRaces; i++)
        {
            Assert.Equal("ReadExistence", core.Missing());
            Assert.Equal("ReadContent", core.Found());
        }

        Assert.Equal("ReadExistence", core.Missing());
        Assert.Equal("wait 50-100", core.Found());
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("emit Initial", core.Present(10));
    }

    [Fact]
    public void ConnectionLost_EmitsNothing_ThenReadsAgainWithinTheWindowAndKeepsQuietWhenNothingChanged()
    {
        var core = Showing();
        Assert.Equal("-", core.Cut());
        Assert.False(core.IsCurrent);
        Assert.Equal("wait 0-500", core.Resume());
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("same", core.Present(10, mzxid: 20));
        Assert.True(core.IsCurrent);
        Assert.Equal("ReadContent", core.Fired(Changed));
        Assert.Equal("emit Change", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void Reconnected_StateDiffers_EmitsOneResyncThenChanges()
    {
        var core = Showing();
        core.Cut();
        Assert.Equal("wait 0-500", core.Resume());
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
        core.Fired(Changed);
        Assert.Equal("emit Change", core.Present(10, mzxid: 50));
    }

    [Fact]
    public void Reconnected_WatchFiresInCatchUp_ReadsAtOnceAndOnlyOnce()
    {
        var core = Showing();
        core.Cut();
        Assert.Equal("wait 0-500", core.Resume());
        Assert.Equal("ReadContent", core.Fired(Changed));
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
        Assert.Equal("-", core.Timer());
    }

    [Fact]
    public void Reconnected_WatchFiresBeforeTheStateIsKnown_ReadsWhenConnected()
    {
        var core = Showing();
        core.Cut();
        Assert.Equal("-", core.Fired(Changed));
        Assert.Equal("ReadContent", core.Resume());
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void Reconnected_NobodyTold_TheNextInputFindsOut()
    {
        var core = Showing().Silently(c => c.Session with { ConnectionNumber = 2 });
        Assert.Equal("ReadContent", core.Fired(Changed));
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void ReadSucceeded_ConnectionChangedUnderIt_ProvesNothingAndIsReadAgain()
    {
        var core = Showing();
        core.Fired(Changed);
        Assert.Equal("-", core.Cut());
        Assert.Equal("-", core.Resume());
        Assert.Equal("ReadContent", core.Present(10, mzxid: 40));
        Assert.Equal("emit Resync", core.Present(10, mzxid: 50));
    }

    [Fact]
    public void ReadSucceeded_ConnectionLostMeanwhile_IsStillShown()
    {
        var core = Showing();
        core.Fired(Changed);
        Assert.Equal("-", core.Cut());
        Assert.Equal("emit Change", core.Present(10, mzxid: 40));
        Assert.Equal("wait 0-500", core.Resume());
    }

    [Fact]
    public void Reconnected_TwiceWithinTheWindow_ReadsOnce()
    {
        var core = Showing();
        core.Cut();
        Assert.Equal("wait 0-500", core.Resume());
        core.Cut();
        Assert.Equal("-", core.Resume());
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("same", core.Present(10, mzxid: 20));
        Assert.Equal("-", core.Timer());
    }

    [Fact]
    public void TimerFired_WhileDisconnected_WaitsAnewAfterTheReconnect()
    {
        var core = Showing();
        core.Cut();
        core.Resume();
        core.Cut();
        Assert.Equal("-", core.Timer());
        Assert.Equal("wait 0-500", core.Resume());
        Assert.Equal("ReadContent", core.Timer());
    }

    [Fact]
    public void ObserverCame_WhileAReadIsPutOff_ReadsAtOnce()
    {
        var core = Showing();
        Assert.Equal("-", core.ObserverCame());
        core.Cut();
        Assert.Equal("-", core.ObserverCame());
        core.Resume();
        Assert.Equal("ReadContent", core.ObserverCame());
        Assert.Equal("same", core.Present(10, mzxid: 20));
        Assert.Equal("-", core.ObserverCame());
    }

    [Fact]
    public void Expired_ReadsAtOnceOnTheNewSession()
    {
        var core = Showing();
        core.Cut();
        Assert.Equal("-", core.Expire());
        Assert.Equal("-", core.WatchExpired());
        Assert.Equal("ReadContent", core.NewSession());
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void Expired_NothingChanged_EmitsNothing()
    {
        var core = ShowingAbsent();
        core.Expire();
        core.WatchExpired();
        Assert.Equal("ReadExistence", core.NewSession());
        Assert.Equal("same", core.Absent(90));
    }

    [Fact]
    public void Expired_OnlyTheSessionNumberTells_ReadsAtOnce() => Assert.Equal("ReadContent", Showing().NewSession());

    [Fact]
    public void NewHistory_LowerZxids_AreShownAsAResync()
    {
        var core = Showing();
        core.Expire();
        core.WatchExpired();
        Assert.Equal("ReadContent", core.NewSession(newHistory: true));
        Assert.Equal("emit Resync", core.Present(1, mzxid: 2));
        core.Fired(Changed);
        Assert.Equal("emit Change", core.Present(1, mzxid: 3));
    }

    [Fact]
    public void NewHistory_EqualZxids_AreShownAsAResyncForTheyMeanSomethingElse()
    {
        var core = Showing();
        core.NewSession(newHistory: true);
        Assert.Equal("emit Resync", core.Present(10, mzxid: 20));
    }

    [Fact]
    public void ReadFailed_Transient_BacksOffLongerAndLonger()
    {
        var core = Showing();
        core.Fired(Changed);
        var waits = new List<string>();
        for (var i = 0; i < 9; i++)
        {
            waits.Add(core.Failed());
            Assert.Equal("-", core.Fired(Changed));
            Assert.Equal("ReadContent", core.Timer());
        }

        Assert.Equal(
            ["wait 50-100", "wait 100-200", "wait 200-400", "wait 400-800", "wait 800-1600", "wait 1600-3200", "wait 3200-6400", "wait 5000-10000", "wait 5000-10000"],
            waits);
        Assert.Equal("emit Change", core.Present(10, mzxid: 40));
        core.Fired(Changed);
        Assert.Equal("wait 50-100", core.Failed());
    }

    [Fact]
    public void ReadFailed_WithTheConnection_WaitsForTheNextOne_ButTheSecondTimeBacksOff()
    {
        var core = Showing();
        core.Fired(Changed);
        core.Cut();
        Assert.Equal("-", core.Failed());
        Assert.Equal("ReadContent", core.Resume());
        core.Cut();
        Assert.Equal("wait 100-200", core.Failed());
        Assert.Equal("-", core.Resume());
        Assert.Equal("ReadContent", core.Timer());
        Assert.Equal("emit Resync", core.Present(10, mzxid: 40));
    }

    [Fact]
    public void ReadFailed_BackOffEndsWhileDisconnected_ReadsWithTheNextConnection()
    {
        var core = Showing();
        core.Fired(Changed);
        core.Failed();
        core.Cut();
        Assert.Equal("-", core.Timer());
        Assert.Equal("ReadContent", core.Resume());
    }

    [Fact]
    public void ReadFailed_Permanently_Fails()
    {
        var core = Showing();
        core.Fired(Changed);
        Assert.Equal("Fail", core.Failed(transient: false));
    }

    [Fact]
    public void SessionChanged_ClosedOrRefused_Ends()
    {
        Assert.Equal("Complete", Showing().Become(ZkSessionStatus.Closed));
        Assert.Equal("Complete", Showing().WatchClosed());
        Assert.Equal("FailAuthentication", Showing().Become(ZkSessionStatus.AuthFailed));
    }
}
