using ZkReactive.TestKit.Time;

namespace ZkReactive.Server.Tests;

/// <summary>The clock that the tests of sessions stand on.</summary>
public sealed class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Advance_FiresInOrderOfTime_EachAtItsOwnTime()
    {
        var start = _time.GetUtcNow();
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var ticking = _time.CreateTimer(_ => Note("tick"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["early 1", "tick 2", "late 3", "tick 4"], _fired);
        Assert.Equal(5, (_time.GetUtcNow() - start).TotalSeconds);

        void Note(string name) => _fired.Add($"{name} {(_time.GetUtcNow() - start).TotalSeconds}");

        ITimer Timer(string name, int seconds) => _time.CreateTimer(_ => Note(name), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    [Fact]
    public void ATimer_MayMakeAnother_WhichFiresInTheSameAdvance()
    {
        using var first = _time.CreateTimer(
            _ => _time.CreateTimer(_ => _fired.Add("second"), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan),
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(_fired);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["second"], _fired);
    }

    [Fact]
    public async Task Delays_EndWhenTheClockGetsThere()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(1), _time);
        await _time.WaitForTimersAsync();
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        await delay;
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact]
    public void ADisposedTimer_DoesNotFire()
    {
        var timer = _time.CreateTimer(_ => _fired.Add("fired"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        timer.Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Empty(_fired);
        Assert.False(timer.Change(TimeSpan.Zero, TimeSpan.Zero));
    }
}
