using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>A node that this client made and that lives as long as its session.</summary>
/// <param name="Path">Where it is, with its counter.</param>
/// <param name="Zxid">The transaction that made it.</param>
/// <param name="Session">The session that owns it.</param>
internal sealed record OwnNode(ZkPath Path, Zxid Zxid, SessionId Session);
