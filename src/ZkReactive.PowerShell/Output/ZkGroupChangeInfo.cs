using ZkReactive.Coordination.Groups;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Streams;

namespace ZkReactive.PowerShell.Output;

/// <summary>What a member did, as Watch-ZkGroup writes it.</summary>
public sealed class ZkGroupChangeInfo
{
    internal ZkGroupChangeInfo(ZkGroupChange change, ZkSession session)
    {
        Change = change.Kind;
        Cause = change.Cause;
        Member = new ZkGroupMemberInfo(change.Member, session);
        Session = session;
    }

    /// <summary>Joined, Changed or Left.</summary>
    public GroupChangeKind Change { get; }

    /// <summary>Initial for those that were there at the start, Resync for what was found after an absence, else Change.</summary>
    public ChangeCause Cause { get; }

    /// <summary>Who.</summary>
    public string MemberId => Member.MemberId;

    /// <summary>What it says of itself; what it said last when it left.</summary>
    public string Status => Member.Status;

    /// <summary>The group.</summary>
    public string Path => Member.Path;

    /// <summary>The member.</summary>
    public ZkGroupMemberInfo Member { get; }

    /// <summary>The session that watches.</summary>
    public ZkSession Session { get; }

    /// <summary>What happened, in words.</summary>
    public override string ToString() => $"{MemberId} {Change}";
}
