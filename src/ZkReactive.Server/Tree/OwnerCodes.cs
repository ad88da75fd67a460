namespace ZkReactive.Server.Tree;

/// <summary>
/// How the stored owner of a node tells its kind: 0 persistent, the lowest long a container, a first byte of 0xff a TTL
/// node with the milliseconds in the low 40 bits, anything else a session. Source: Apache ZooKeeper, <c>EphemeralType</c>.
/// </summary>
internal static class OwnerCodes
{
    public const long Persistent = 0;

    public const long Container = long.MinValue;

    /// <summary>The longest time to live that fits, in milliseconds; about 35 years.</summary>
    public const long MaxTtlMilliseconds = 0xff_ffff_ffff;

    private const long TtlMark = unchecked((long)0xff00_0000_0000_0000);

    public static bool IsLegalTtl(long milliseconds) => milliseconds is > 0 and <= MaxTtlMilliseconds;

    public static long ForTtl(long milliseconds) => TtlMark | milliseconds;

    public static bool IsContainer(long owner) => owner == Container;

    public static bool IsTtl(long owner) => (owner & TtlMark) == TtlMark;

    public static bool IsSession(long owner) => owner != Persistent && !IsContainer(owner) && !IsTtl(owner);

    public static long TtlMilliseconds(long owner) => owner & MaxTtlMilliseconds;
}
