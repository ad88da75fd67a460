using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A child was to be created below an ephemeral node.</summary>
public sealed class EphemeralHasNoChildrenException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public EphemeralHasNoChildrenException(Zxid zxid, string message)
        : base("ZkEphemeralHasNoChildren", ErrorCode.NoChildrenForEphemerals, zxid, message)
    {
    }
}
