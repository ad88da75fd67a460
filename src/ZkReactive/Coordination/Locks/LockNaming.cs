namespace ZkReactive.Coordination.Locks;

/// <summary>
/// How the nodes of a lock are called. Both are understood by every lock of this library; it is the other clients that know
/// one of them.
/// </summary>
public enum LockNaming
{
    /// <summary>
    /// As Curator: <c>_c_&lt;guid&gt;-lock-0000000007</c>. kazoo takes part with <c>extra_lock_patterns=["lock-"]</c>, as long as
    /// no Curator is there, which does not see kazoo's own names.
    /// </summary>
    Curator,

    /// <summary>As kazoo: <c>&lt;guid&gt;__lock__0000000007</c>, for a plain kazoo <c>Lock</c>.</summary>
    Kazoo,
}
