using ZkReactive.Server.Sessions;

namespace ZkReactive.Server.Tests.Sessions;

public sealed class SessionTableTests
{
    private readonly SessionTable _table = new(tickMilliseconds: 100, firstId: 40, now: 0, SessionPassword.Random);

    [Fact]
    public void Open_GivesIdsThatCountOn_AndPasswordsOfSixteenBytes()
    {
        var first = _table.Open(1000, 0);
        var second = _table.Open(1000, 0);

        Assert.Equal((40, 41), (first.Id, second.Id));
        Assert.Equal(16, first.Password.Length);
        Assert.NotEqual(first.Password, second.Password);
    }

    [Fact]
    public void TakeExpired_ExpiresAtTheEndOfTheTickInWhichTheTimeoutRanOut()
    {
        var session = _table.Open(250, now: 10);

        Assert.Equal(300, session.ExpiresAt);
        Assert.Empty(_table.TakeExpired(299));
        Assert.Equal([session], _table.TakeExpired(300));
    }

    [Fact]
    public void Touch_MovesTheExpiry()
    {
        var session = _table.Open(250, now: 0);
        _table.Touch(session, now: 290);

        Assert.Empty(_table.TakeExpired(300));
        Assert.Equal([session], _table.TakeExpired(600));
    }

    [Fact]
    public void TakeExpired_GivesTheEarliestFirst()
    {
        var late = _table.Open(500, 0);
        var early = _table.Open(200, 0);

        Assert.Equal([early, late], _table.TakeExpired(10_000));
    }

    [Fact]
    public void TouchAll_GivesEverybodyTheFullTimeout()
    {
        var session = _table.Open(250, 0);
        _table.TouchAll(now: 5000);

        Assert.Empty(_table.TakeExpired(5200));
        Assert.Equal([session], _table.TakeExpired(5300));
    }

    [Fact]
    public void Remove_ForgetsTheSession_Once()
    {
        var session = _table.Open(250, 0);

        Assert.True(_table.Remove(session));
        Assert.False(_table.Remove(session));
        Assert.False(_table.TryGet(session.Id, out _));
        Assert.Empty(_table.TakeExpired(1000));
    }
}
