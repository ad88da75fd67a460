namespace ZkReactive.Protocol;

/// <summary>What an ACL entry allows. Source: Apache ZooKeeper, <c>ZooDefs.Perms</c>.</summary>
[Flags]
public enum Permissions
{
    /// <summary>0: nothing.</summary>
    None = 0,

    /// <summary>1: read data and list children.</summary>
    Read = 1,

    /// <summary>2: set data.</summary>
    Write = 2,

    /// <summary>4: create children.</summary>
    Create = 4,

    /// <summary>8: delete children.</summary>
    Delete = 8,

    /// <summary>16: change the ACL.</summary>
    Admin = 16,

    /// <summary>31: everything.</summary>
    All = Read | Write | Create | Delete | Admin,
}
