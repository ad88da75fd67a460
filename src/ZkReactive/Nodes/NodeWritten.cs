using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>A node that was set or, where it was not there, created.</summary>
/// <param name="Path">The node.</param>
/// <param name="Stat">Its stat after the write; null when it was created on a server before 3.5, which does not send it.</param>
/// <param name="IsCreated">Whether it was created.</param>
public sealed record NodeWritten(ZkPath Path, Stat? Stat, bool IsCreated);
