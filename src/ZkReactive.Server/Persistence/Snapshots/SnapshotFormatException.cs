namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>A snapshot's bytes are not what they should be; an older snapshot may serve instead.</summary>
internal sealed class SnapshotFormatException(string message, long offset) : IOException(message)
{
    /// <summary>Where, in bytes of the unpacked file.</summary>
    public long Offset { get; } = offset;
}
