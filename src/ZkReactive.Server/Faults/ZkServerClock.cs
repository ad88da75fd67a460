namespace ZkReactive.Server;

/// <summary>
/// A clock that runs with another one and can be put forward: sessions, TTL nodes and containers then age at once. Timers that
/// fall due on the way fire at once, in no particular order. It never goes back. Thread-safe.
/// </summary>
/// <param name="real">The clock it runs with; null for the system's.</param>
public sealed class ZkServerClock(TimeProvider? real = null) : TimeProvider
{
    private readonly TimeProvider _real = real ?? System;
    private readonly Lock _lock = new();
    private readonly HashSet<SkippingTimer> _timers = [];
    private long _aheadTicks;

    /// <summary>How far it has been put forward.</summary>
    public TimeSpan Ahead => new(Interlocked.Read(ref _aheadTicks));

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _real.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow() + Ahead;

    /// <inheritdoc/>
    public override long GetTimestamp() => _real.GetElapsedTime(0).Ticks + Interlocked.Read(ref _aheadTicks);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SkippingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>
    /// Puts the clock forward. What falls due by that has happened when this returns: it is done by the caller, so that a client that
    /// is heard of a moment later finds its session gone.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="by"/> is negative.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref _aheadTicks, by.Ticks);
        SkippingTimer[] timers;
        lock (_lock) timers = [.. _timers];
        foreach (var timer in timers) timer.Skip();
    }

    /// <summary>A timer of the real clock that knows when it is due by the clock that was put forward.</summary>
    private sealed class SkippingTimer : ITimer
    {
        private readonly ZkServerClock _owner;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly ITimer _inner;
        private readonly Lock _gate = new();
        private long _due = long.MaxValue;
        private TimeSpan _period;

        public SkippingTimer(ZkServerClock owner, TimerCallback callback, object? state)
        {
            _owner = owner;
            _callback = callback;
            _state = state;
            _inner = owner._real.CreateTimer(static self => ((SkippingTimer)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _period = period;
                _due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : _owner.GetTimestamp() + dueTime.Ticks;
            }

            lock (_owner._lock) _owner._timers.Add(this);
            return _inner.Change(dueTime, Timeout.InfiniteTimeSpan);
        }

        /// <summary>Fires when it is due by now; else counts anew how long it has to wait by the real clock.</summary>
        public void Skip()
        {
            lock (_gate)
            {
                if (_due == long.MaxValue) return;
                var left = _due - _owner.GetTimestamp();
                if (left > 0)
                {
                    _inner.Change(TimeSpan.FromTicks(left), Timeout.InfiniteTimeSpan);
                    return;
                }
            }

            Fire();
        }

        public void Dispose()
        {
            Forget();
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return _inner.DisposeAsync();
        }

        private void Fire()
        {
            lock (_gate)
            {
                // Fired by a skip while the real timer was about to.
                if (_due == long.MaxValue) return;
                var isPeriodic = _period > TimeSpan.Zero;
                _due = isPeriodic ? _owner.GetTimestamp() + _period.Ticks : long.MaxValue;
                _inner.Change(isPeriodic ? _period : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }

            _callback(_state);
        }

        private void Forget()
        {
            lock (_owner._lock) _owner._timers.Remove(this);
        }
    }
}
