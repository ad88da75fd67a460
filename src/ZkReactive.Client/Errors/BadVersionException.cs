using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The node has another version than the write expected: somebody changed it in between.</summary>
public sealed class BadVersionException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public BadVersionException(NodeVersion expected, Zxid zxid, string message)
        : base("ZkBadVersion", ErrorCode.BadVersion, zxid, message) => Expected = expected;

    /// <summary>The version the write expected.</summary>
    public NodeVersion Expected { get; }
}
