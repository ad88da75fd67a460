namespace ZkReactive.Streams;

/// <summary>Why a stream emits.</summary>
public enum ChangeCause
{
    /// <summary>The first emission: the state when the observer subscribed.</summary>
    Initial,

    /// <summary>Something changed while the stream was watching.</summary>
    Change,

    /// <summary>The stream was away: this is the state now, and what happened in between was not seen.</summary>
    Resync,
}
