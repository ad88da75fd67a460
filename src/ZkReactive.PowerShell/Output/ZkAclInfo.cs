using ZkReactive.Client;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>The access control list of a node: the facts of the library's <see cref="ZkAcl"/> in types that scripts handle.</summary>
public sealed class ZkAclInfo
{
    internal ZkAclInfo(ZkPath path, IReadOnlyList<Acl> entries, int aclVersion, ZkSession session)
    {
        Path = path.Value;
        Acl = [.. entries];
        AclVersion = aclVersion;
        Session = session;
    }

    /// <summary>The node; binds to <c>-Path</c> of the next command.</summary>
    public string Path { get; }

    /// <summary>The entries, each of which prints as scheme:id:permissions; binds to <c>-Acl</c> of Set-ZkAcl and New-ZkNode.</summary>
    public Acl[] Acl { get; }

    /// <summary>How often the list changed since the node was created; what -AclVersion of Set-ZkAcl compares.</summary>
    public int AclVersion { get; }

    /// <summary>The session it was read in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
