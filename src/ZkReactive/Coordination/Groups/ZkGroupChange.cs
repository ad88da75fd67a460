using ZkReactive.Streams;

namespace ZkReactive.Coordination.Groups;

/// <summary>What happened in a group.</summary>
/// <param name="Kind">Joined, changed or left.</param>
/// <param name="Member">The member as it is now; as it was last seen when it left.</param>
/// <param name="Cause">Whether it was there at the start, came about while watching, or was found after an absence.</param>
public sealed record ZkGroupChange(GroupChangeKind Kind, ZkGroupMember Member, ChangeCause Cause);
