using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Groups;

/// <summary>What members' nodes are called and hold. Sources: Curator, <c>GroupMember</c>; kazoo, <c>recipe/party.py</c>.</summary>
internal static class GroupNodes
{
    private const string PartyMark = "__party__";

    /// <summary>A new member's node name and data.</summary>
    public static (string Name, ReadOnlyMemory<byte> Data) Create(GroupNaming naming, string id, ReadOnlyMemory<byte> status) =>
        naming == GroupNaming.Kazoo ? ($"{Guid.NewGuid():N}{PartyMark}", Encoding.UTF8.GetBytes(id)) : (id, status);

    /// <summary>A member from its node.</summary>
    public static ZkGroupMember Read(ZkPath node, ReadOnlyMemory<byte> data, Stat stat)
    {
        var isParty = node.Name.Contains(PartyMark, StringComparison.Ordinal);
        return new ZkGroupMember(
            isParty ? Encoding.UTF8.GetString(data.Span) : node.Name, isParty ? default : data, node, new SessionId(stat.EphemeralOwner), stat.Created, stat.Mzxid);
    }
}
