namespace ZkReactive.PowerShell.Bridging;

/// <summary>Says when a bar may be updated again. Not thread-safe.</summary>
internal sealed class ProgressPace(TimeSpan pace, TimeProvider time)
{
    private long? _last;

    /// <summary>Whether it may be updated now; if so, this counts as the update.</summary>
    /// <param name="left">How long until it may.</param>
    public bool TryTake(out TimeSpan left)
    {
        var now = time.GetTimestamp();
        left = _last is { } last ? pace - time.GetElapsedTime(last, now) : TimeSpan.Zero;
        if (left > TimeSpan.Zero) return false;
        _last = now;
        return true;
    }
}
