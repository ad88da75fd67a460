using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>All policies of a type as they stood at one moment: never a mixture of two.</summary>
/// <param name="Type">The type's node.</param>
/// <param name="Members">The policies: access lists first, then agls, each by name.</param>
/// <param name="TypeStat">The stat of the type's node; null when it is absent.</param>
/// <param name="AclsStat">The stat of the parent of access lists; null when it is absent.</param>
/// <param name="AglsStat">The stat of the parent of agls; null when it is absent.</param>
/// <param name="Zxid">The newest transaction that changed the set; none when nothing of it is there.</param>
/// <param name="AsOf">The moment: a transaction at which all of this held.</param>
public sealed record PolicySnapshot(
    ZkPath Type,
    IReadOnlyList<PolicyMember> Members,
    Stat? TypeStat,
    Stat? AclsStat,
    Stat? AglsStat,
    Zxid Zxid,
    Zxid AsOf)
{
    /// <summary>Compiles it.</summary>
    public PolicyCompilation Compile(PolicyLimits? limits = null) => PolicySet.Compile(Members.Select(member => member.Source), limits);

    internal Stat? ParentStat(PolicyKind kind) => kind == PolicyKind.Acl ? AclsStat : AglsStat;
}
