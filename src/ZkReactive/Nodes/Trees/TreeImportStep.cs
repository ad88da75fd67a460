using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>One step of an import.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Path">With which node.</param>
/// <param name="Version">
/// The version that the node had when the plan was made, and must still have: of its data, for <see cref="TreeImportAction.SetAcl"/>
/// of its list; null for a node that is created.
/// </param>
/// <param name="Data">The data to write; empty where none is written.</param>
/// <param name="Acl">The list to write; null where none is written.</param>
public sealed record TreeImportStep(TreeImportAction Action, ZkPath Path, int? Version, ReadOnlyMemory<byte> Data = default, IReadOnlyList<Acl>? Acl = null);
