using ZkReactive.Protocol;

namespace ZkReactive.Streams;

/// <summary>The state of a node as a stream emits it.</summary>
/// <param name="Path">The node.</param>
/// <param name="Stat">Its stat; null when the node is absent.</param>
/// <param name="Data">Its data; empty when it has none or is absent.</param>
/// <param name="Zxid">The last transaction the server had applied when it was read.</param>
/// <param name="Cause">Why it is emitted.</param>
public sealed record NodeChange(ZkPath Path, Stat? Stat, ReadOnlyMemory<byte> Data, Zxid Zxid, ChangeCause Cause)
{
    /// <summary>Whether the node is there.</summary>
    public bool Exists => Stat is not null;
}
