using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 8: timers come from the time-out that the server granted, by a monotonic clock; disconnected is not expired.</summary>
public class Trap08_TimersTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly SessionMachine _machine;

    public Trap08_TimersTests() => _machine = new SessionMachine(TimeSpan.FromSeconds(30), hostCount: 3, canBeReadOnly: false, _time);

    [Theory]
    [InlineData(6_000, 4_000, 2_000, 2_000, 8_000)]
    [InlineData(60_000, 40_000, 10_000, 20_000, 80_000)]
    public void Timers_FollowTheNegotiatedTimeout(int negotiated, int read, int ping, int connect, int expiry)
    {
        Grant(negotiated);
        var timers = _machine.Timers;
        Assert.Equal(
            (read, ping, connect, expiry),
            ((int)timers.Read.TotalMilliseconds, (int)timers.Ping.TotalMilliseconds, (int)timers.Connect.TotalMilliseconds, (int)timers.Expiry.TotalMilliseconds));
    }

    [Fact]
    public void Timers_BeforeTheFirstSession_FollowTheOneAskedFor() => Assert.Equal(TimeSpan.FromSeconds(10), _machine.Timers.Connect);

    [Fact]
    public void Tick_NothingSentForAThird_AsksForAPing()
    {
        Grant(6_000);
        Assert.Equal(SessionAction.None, TickAfter(1_999));
        Assert.Equal(SessionAction.Ping, TickAfter(1));
        _machine.Sent(_time.GetTimestamp());
        Assert.Equal(SessionAction.None, TickAfter(1_000));
    }

    [Fact]
    public void Tick_NothingHeardForTwoThirds_GivesTheConnectionUp()
    {
        Grant(6_000);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(SessionAction.GiveUpConnection, TickAfter(1_333));
            _machine.Sent(_time.GetTimestamp());
        }

        Assert.Equal(SessionAction.GiveUpConnection, TickAfter(1));
    }

    [Fact]
    public void Tick_Disconnected_ExpiresOnlyFourThirdsAfterTheLastSignOfLife()
    {
        Grant(6_000);
        TickAfter(1_000);
        _machine.Disconnect();
        Assert.Equal(SessionAction.None, TickAfter(6_999));
        Assert.Equal(SessionAction.Expire, TickAfter(1));
    }

    [Fact]
    public void Heard_PutsEverythingOff()
    {
        Grant(6_000);
        TickAfter(3_900);
        _machine.Heard();
        _machine.Sent(_time.GetTimestamp());
        Assert.Equal(SessionAction.None, TickAfter(1_900));
    }

    [Fact]
    public void NextDue_IsTheEarliestOfPingAndSilence()
    {
        Grant(6_000);
        Assert.Equal(TimeSpan.FromSeconds(2), _machine.NextDue(_time.GetTimestamp()));
        TickAfter(3_000);
        _machine.Sent(_time.GetTimestamp());
        Assert.Equal(TimeSpan.FromSeconds(1), _machine.NextDue(_time.GetTimestamp()));
        _machine.Disconnect();
        Assert.Equal(TimeSpan.FromSeconds(5), _machine.NextDue(_time.GetTimestamp()));
    }

    private SessionAction TickAfter(int milliseconds)
    {
        _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
        return _machine.Tick(_time.GetTimestamp());
    }

    private void Grant(int timeout) =>
        _machine.Accept(_machine.BuildRequest(), new ConnectResponse(0, timeout, new SessionId(1), new byte[16], false));
}
