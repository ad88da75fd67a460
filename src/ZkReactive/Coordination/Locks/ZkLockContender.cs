using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>Somebody who holds or wants a lock.</summary>
/// <param name="Node">The node that stands for it.</param>
/// <param name="IsShared">Whether it wants to share the lock with others (a reader).</param>
/// <param name="IsHolder">Whether it has the lock.</param>
/// <param name="Data">What it says of itself.</param>
/// <param name="Session">Its session.</param>
/// <param name="Since">Since when it has been there, by the ensemble's clock.</param>
/// <param name="FencingToken">Its fencing token when it has the lock.</param>
public sealed record ZkLockContender(
    ZkPath Node, bool IsShared, bool IsHolder, ReadOnlyMemory<byte> Data, SessionId Session, DateTimeOffset Since, Zxid FencingToken);
