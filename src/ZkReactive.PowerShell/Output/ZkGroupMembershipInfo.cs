using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>A membership that Join-ZkGroup keeps up. Its properties are live.</summary>
public sealed class ZkGroupMembershipInfo
{
    internal ZkGroupMembershipInfo(ZkGroupMembership membership, ZkSession session)
    {
        Membership = membership;
        Session = session;
    }

    /// <summary>The group.</summary>
    public string Path => Membership.Node.Parent.Value;

    /// <summary>Who it is.</summary>
    public string MemberId => Membership.Id;

    /// <summary>Whether it is a member on the present session.</summary>
    public bool IsPresent => Membership.IsPresent;

    /// <summary>Why it was given up, for a reason that trying again cannot mend; null while it is kept up.</summary>
    public string? Failure => Membership.Failure?.Message;

    /// <summary>The node that stands for it.</summary>
    public string Node => Membership.Node.Value;

    /// <summary>The session that keeps it up.</summary>
    public ZkSession Session { get; }

    /// <summary>The membership behind it, whose status can be changed.</summary>
    public ZkGroupMembership Membership { get; }

    /// <summary>Who it is.</summary>
    public override string ToString() => MemberId;
}
