using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>A tree of persistent nodes as it is saved: data and access control lists, each parent before its children.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Nodes">Its nodes, the top first.</param>
/// <param name="EphemeralCount">How many ephemeral nodes were left out: they belong to a session, which no copy has. Not saved.</param>
public sealed record TreeDocument(ZkPath Path, IReadOnlyList<TreeDocumentNode> Nodes, int EphemeralCount = 0);
