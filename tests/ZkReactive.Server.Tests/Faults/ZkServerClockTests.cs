using ZkReactive.TestKit.Time;

namespace ZkReactive.Server.Tests.Faults;

public sealed class ZkServerClockTests
{
    private readonly ManualTimeProvider _real = new();
    private readonly ZkServerClock _clock;
    private int _fired;

    public ZkServerClockTests() => _clock = new ZkServerClock(_real);

    [Fact]
    public void Clock_RunsWithTheRealOne_AndIsAheadByWhatItWasPutForward()
    {
        var (start, stamp) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        _clock.Advance(TimeSpan.FromMinutes(1));
        _real.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(61), _clock.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromSeconds(61), _clock.GetElapsedTime(stamp));
        Assert.Equal(TimeSpan.FromMinutes(1), _clock.Ahead);
    }

    [Fact]
    public void Timer_FiresByTheRealClock_WhenNothingIsPutForward()
    {
        using var timer = Start(10, period: null);
        _real.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, _fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _fired);
    }

    [Fact]
    public void Advance_ShortensWhatATimerHasToWait()
    {
        using var timer = Start(10, period: null);
        _clock.Advance(TimeSpan.FromSeconds(7));
        _real.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, _fired);
        _real.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _fired);
    }

    [Fact]
    public void Advance_PastTheTime_HasFiredWhenItReturns_AndThePeriodGoesOn()
    {
        using var timer = Start(10, period: 5);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, _fired);
        _real.Advance(TimeSpan.Zero);
        Assert.Equal(1, _fired);
        _real.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, _fired);
    }

    [Fact]
    public void DisposedTimer_FiresNoMore()
    {
        Start(10, period: 5).Dispose();
        _clock.Advance(TimeSpan.FromMinutes(1));
        _real.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _fired);
    }

    [Fact]
    public void Advance_Backwards_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Advance(TimeSpan.FromTicks(-1)));

    private ITimer Start(int due, int? period) =>
        _clock.CreateTimer(_ => _fired++, null, TimeSpan.FromSeconds(due), period is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
}
