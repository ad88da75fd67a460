namespace ZkReactive.Client.Connections;

/// <summary>
/// Tells from one receive to the next whether a connection is under load: many receives in a short time that found many
/// requests on their way. Not safe for use by two threads at once.
/// </summary>
internal sealed class LoadMeter(TimeProvider time)
{
    /// <summary>The fewest requests on their way that count.</summary>
    public const int FewestWaiting = 8;

    /// <summary>So many receives must find them.</summary>
    public const int Receives = 16;

    /// <summary>All of them within this time.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromMilliseconds(50);

    private int _count;
    private long _started;
    private long _notBefore = long.MinValue;

    /// <summary>Counts a receive that found <paramref name="waiting"/> requests on their way; true when there is load.</summary>
    public bool Note(int waiting)
    {
        if (waiting < FewestWaiting) return false;
        if (_count == 0) _started = time.GetTimestamp();
        if (++_count < Receives) return false;
        _count = 0;
        var now = time.GetTimestamp();
        return now >= _notBefore && time.GetElapsedTime(_started, now) <= Within;
    }

    /// <summary>Sees no load for a while, whatever comes.</summary>
    public void Pause(TimeSpan span) => _notBefore = time.GetTimestamp() + (long)(span.TotalSeconds * time.TimestampFrequency);
}
