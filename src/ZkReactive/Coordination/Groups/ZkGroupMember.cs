using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Groups;

/// <summary>A member of a group.</summary>
/// <param name="Id">Who it is.</param>
/// <param name="Status">What it says of itself; empty for kazoo's members.</param>
/// <param name="Node">The node that stands for it.</param>
/// <param name="Session">Its session.</param>
/// <param name="Since">Since when it has been a member, by the ensemble's clock.</param>
/// <param name="Zxid">When its status was last changed, in the order of all changes.</param>
public sealed record ZkGroupMember(string Id, ReadOnlyMemory<byte> Status, ZkPath Node, SessionId Session, DateTimeOffset Since, Zxid Zxid);
