namespace ZkReactive.Protocol.Framing;

/// <summary>A frame's length is negative or above the limit.</summary>
public sealed class FrameLengthException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="length">The length found, in bytes.</param>
    /// <param name="limit">The longest frame allowed, in bytes.</param>
    public FrameLengthException(int length, int limit)
        : base(length < 0
            ? $"A frame announces a length of {length} bytes (limit {limit}): the other side does not speak the ZooKeeper protocol, or the stream is out of step."
            : $"A frame of {length} bytes is over the limit of {limit} bytes. Raise the limit here and jute.maxbuffer on the servers, or make the data or the list of children smaller.")
    {
        Length = length;
        Limit = limit;
    }

    /// <summary>The length found, in bytes.</summary>
    public int Length { get; }

    /// <summary>The longest frame allowed, in bytes, inclusive.</summary>
    public int Limit { get; }
}
