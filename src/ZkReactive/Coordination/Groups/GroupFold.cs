using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Coordination.Groups;

/// <summary>Turns what is seen of a group's nodes into what its members did. Pure; keeps who was last seen.</summary>
internal sealed class GroupFold
{
    private readonly Dictionary<ZkPath, (ZkGroupMember Member, Zxid Created)> _members = [];

    /// <summary>A node was seen, there or not.</summary>
    public IEnumerable<ZkGroupChange> See(NodeChange change)
    {
        if (change.Stat is not { } stat) return Gone(change.Path, change.Cause);
        var member = GroupNodes.Read(change.Path, change.Data, stat);
        var known = _members.TryGetValue(change.Path, out var before);
        _members[change.Path] = (member, stat.Czxid);
        if (!known) return [new(GroupChangeKind.Joined, member, change.Cause)];

        // Another node of the same name: whoever had it has left, even if the same came back on another session.
        if (before.Created != stat.Czxid) return [new(GroupChangeKind.Left, before.Member, change.Cause), new(GroupChangeKind.Joined, member, change.Cause)];
        return before.Member.Zxid == member.Zxid ? [] : [new(GroupChangeKind.Changed, member, change.Cause)];
    }

    /// <summary>A node was seen to be there no more.</summary>
    public IEnumerable<ZkGroupChange> Gone(ZkPath node, ChangeCause cause) =>
        _members.Remove(node, out var gone) ? [new(GroupChangeKind.Left, gone.Member, cause)] : [];
}
