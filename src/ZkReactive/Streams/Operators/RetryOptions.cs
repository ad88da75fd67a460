namespace ZkReactive.Streams.Operators;

/// <summary>How a stream that failed is subscribed to again.</summary>
public sealed record RetryOptions
{
    /// <summary>The longest pause after a first failure; it doubles with each one more until an element comes. Default: 1 s; more than zero.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause of all. Default: 30 s; at least <see cref="FirstDelay"/>.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where time comes from. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Called with each failure and the pause that follows it. Default: nothing is called.</summary>
    public Action<Exception, TimeSpan>? OnRetry { get; init; }

    /// <summary>From 0 to 1: where in its range a pause lies.</summary>
    internal Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(FirstDelay, TimeSpan.Zero, nameof(FirstDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDelay, FirstDelay, nameof(MaxDelay));
    }

    /// <summary>The pause after this many failures in a row: between half of its longest time and all of it.</summary>
    internal TimeSpan Delay(int failures)
    {
        var longest = Math.Min(MaxDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 40)));
        return TimeSpan.FromTicks((long)(longest * (1 + Jitter()) / 2));
    }
}
