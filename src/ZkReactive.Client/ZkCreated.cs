using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>A node that was created.</summary>
/// <param name="Path">Where it is: with the counter of a sequential mode and the marker of a protected create.</param>
/// <param name="Stat">Its stat; null from servers before 3.5, which do not send it.</param>
/// <param name="Zxid">The transaction that created it.</param>
public sealed record ZkCreated(ZkPath Path, Stat? Stat, Zxid Zxid);
