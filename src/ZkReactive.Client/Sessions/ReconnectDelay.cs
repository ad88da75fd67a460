namespace ZkReactive.Client.Sessions;

/// <summary>
/// The pauses between rounds of connection attempts: full jitter below a bound that starts at 20 ms and grows by an eighth
/// up to a largest one, so that a fleet that lost its server does not come back in step.
/// </summary>
/// <remarks>
/// After an outage of some length the bound is about a quarter of that length. Doubling would make it twice the length:
/// clients would sleep for as long again after an ensemble has elected a leader, which takes a few hundred milliseconds.
/// </remarks>
internal sealed class ReconnectDelay(TimeSpan largest, Random random)
{
    private const double Growth = 1.125;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);

    private TimeSpan _bound = First < largest ? First : largest;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        var pause = _bound * random.NextDouble();
        _bound = _bound * Growth < largest ? _bound * Growth : largest;
        return pause;
    }

    /// <summary>Starts again: a connection has proved good.</summary>
    public void Reset() => _bound = First < largest ? First : largest;
}
