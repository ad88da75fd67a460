using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Policies that were published or removed.</summary>
/// <param name="Type">The type's node.</param>
/// <param name="Set">The whole set as it stands now.</param>
/// <param name="Difference">What is otherwise than before; empty when everything stood there already and nothing was written.</param>
/// <param name="Findings">Warnings.</param>
/// <param name="Zxid">The transaction that made the set what it is.</param>
public sealed record PublishedPolicies(ZkPath Type, PolicySet Set, PolicyDifference Difference, IReadOnlyList<PolicyFinding> Findings, Zxid Zxid);
