using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The access control list of a node.</summary>
/// <param name="Path">The node.</param>
/// <param name="Entries">Its entries.</param>
/// <param name="Stat">The node's stat; <see cref="Stat.AclVersion"/> is what a conditional change compares.</param>
public sealed record ZkAcl(ZkPath Path, IReadOnlyList<Acl> Entries, Stat Stat);
