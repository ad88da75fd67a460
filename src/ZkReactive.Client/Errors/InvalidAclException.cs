using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The access control list is not legal, or names a scheme the server or session does not have.</summary>
public sealed class InvalidAclException : ZkServerException
{
    /// <summary>Makes one.</summary>
    public InvalidAclException(Zxid zxid, string message)
        : base("ZkInvalidAcl", ErrorCode.InvalidAcl, zxid, message)
    {
    }
}
