namespace ZkReactive.Streams.Core;

/// <summary>How patient a stream is.</summary>
internal sealed record StreamTiming
{
    public static readonly StreamTiming Default = new();

    /// <summary>After a reconnect, streams whose watches live on read again at a random moment within this time.</summary>
    public TimeSpan ResyncWindow { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause after a first failure; it doubles with each one more.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest pause after many.</summary>
    public TimeSpan MaxBackOff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node may come and go between the two requests of a read before the stream takes breath.</summary>
    public int MaxRaces { get; init; } = 3;

    /// <summary>The longest pause after this many failures in a row; half of it is the shortest.</summary>
    public TimeSpan BackOff(int failures)
    {
        var ticks = FirstBackOff.Ticks * Math.Pow(2, Math.Clamp(failures - 1, 0, 40));
        return ticks >= MaxBackOff.Ticks ? MaxBackOff : TimeSpan.FromTicks((long)ticks);
    }
}
