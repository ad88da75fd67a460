namespace ZkReactive.Journal.Storage;

/// <summary>Times as the file holds them: microseconds since 1970, UTC.</summary>
internal static class EventTime
{
    public static long ToMicroseconds(DateTimeOffset time) => Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond).Quotient;

    public static DateTimeOffset FromMicroseconds(long microseconds) => new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
