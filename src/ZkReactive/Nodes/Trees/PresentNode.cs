using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>A node that is there when a tree is imported; <see cref="Acl"/> is null where it was not asked for.</summary>
internal sealed record PresentNode(ZkPath Path, ReadOnlyMemory<byte> Data, Stat Stat, IReadOnlyList<Acl>? Acl);
