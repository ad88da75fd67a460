namespace ZkReactive.Client.Sessions;

/// <summary>
/// The pauses between rounds of connection attempts: full jitter below a bound that starts at 20 ms and doubles up to a
/// largest one, so that a fleet that lost its server does not come back in step.
/// </summary>
internal sealed class ReconnectDelay(TimeSpan largest, Random random)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    private TimeSpan _bound = First < largest ? First : largest;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var pause = _bound * random.NextDouble();
        _bound = _bound * 2 < largest ? _bound * 2 : largest;
        return pause;
    }

    /// <summary>Starts again: a connection has proved good.</summary>
    public void Reset() => _bound = First < largest ? First : largest;
}
