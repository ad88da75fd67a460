namespace ZkReactive.TestKit.Time;

/// <summary>A clock that tells the system's time, but whose timers do not wait: for tests of what happens after a pause, whatever its length.</summary>
public sealed class HastyTimeProvider : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
}
