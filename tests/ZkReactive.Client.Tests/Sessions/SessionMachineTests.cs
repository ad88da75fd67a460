using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Sessions;

public class SessionMachineTests
{
    private static readonly byte[] Password = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    private readonly ManualTimeProvider _time = new();
    private readonly SessionMachine _machine;

    public SessionMachineTests() => _machine = new SessionMachine(TimeSpan.FromSeconds(10), hostCount: 3, canBeReadOnly: false, _time);

    [Fact]
    public void BuildRequest_BeforeTheFirstSession_AsksForANewOne()
    {
        var request = _machine.BuildRequest();
        Assert.Equal((SessionId.None, Zxid.None, 10_000), (request.SessionId, request.LastZxidSeen, request.TimeoutMilliseconds));
        Assert.Equal(new byte[16], request.Password);
    }

    [Fact]
    public void Accept_NewSession_CountsItAndKeepsIdAndPassword()
    {
        Assert.Equal(HandshakeResult.Opened, Grant(0x77, 6_000));
        Assert.Equal((1, 1), (_machine.SessionNumber, _machine.ConnectionNumber));
        Assert.Equal(TimeSpan.FromSeconds(6), _machine.NegotiatedTimeout);

        _machine.Disconnect();
        var request = _machine.BuildRequest();
        Assert.Equal(new SessionId(0x77), request.SessionId);
        Assert.Equal(Password, request.Password);
    }

    [Fact]
    public void Accept_SameSessionAgain_CountsTheConnectionOnly()
    {
        Grant(0x77, 6_000);
        _machine.Disconnect();
        Assert.Equal(HandshakeResult.Resumed, Grant(0x77, 6_000));
        Assert.Equal((1, 2), (_machine.SessionNumber, _machine.ConnectionNumber));
    }

    [Fact]
    public void Accept_TimeoutOfZero_ForgetsTheSessionAndKeepsTheLastZxid()
    {
        Grant(0x77, 6_000);
        _machine.Saw(new Zxid(42));
        _machine.Disconnect();
        Assert.Equal(HandshakeResult.Expired, Grant(0, 0));

        var request = _machine.BuildRequest();
        Assert.Equal((SessionId.None, new Zxid(42)), (request.SessionId, request.LastZxidSeen));
        Assert.Equal(HandshakeResult.Opened, Grant(0x78, 6_000));
        Assert.Equal(2, _machine.SessionNumber);
    }

    [Fact]
    public void Accept_AnswerForASessionGivenUpMeanwhile_IsStale()
    {
        Grant(0x77, 6_000);
        _machine.Disconnect();
        var asked = _machine.BuildRequest();
        _machine.Expire();
        Assert.Equal(HandshakeResult.Stale, _machine.Accept(asked, Response(0x77, 6_000)));
        Assert.Equal(1, _machine.ConnectionNumber);
    }

    [Fact]
    public void Accept_ReadOnlyServer_DoesNotReplaceTheRealSession()
    {
        Grant(0x77, 6_000);
        _machine.Disconnect();
        _machine.Accept(_machine.BuildRequest(), Response(0x99, 6_000, readOnly: true));
        Assert.True(_machine.IsReadOnly);
        Assert.Equal(new SessionId(0x77), _machine.BuildRequest().SessionId);
    }

    [Fact]
    public void Saw_ZeroOrLess_SaysNothing()
    {
        _machine.Saw(new Zxid(5));
        _machine.Saw(new Zxid(0));
        _machine.Saw(new Zxid(-1));
        Assert.Equal(new Zxid(5), _machine.LastZxid);
    }

    [Fact]
    public void ForgetHistory_StartsAnewAndCounts()
    {
        _machine.Saw(new Zxid(5));
        _machine.ForgetHistory();
        Assert.Equal((1, Zxid.None), (_machine.HistoryNumber, _machine.BuildRequest().LastZxidSeen));
    }

    private HandshakeResult Grant(long id, int timeout) => _machine.Accept(_machine.BuildRequest(), Response(id, timeout));

    private static ConnectResponse Response(long id, int timeout, bool readOnly = false) => new(0, timeout, new SessionId(id), Password, readOnly);
}
