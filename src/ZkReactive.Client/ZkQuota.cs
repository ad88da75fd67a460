namespace ZkReactive.Client;

/// <summary>A node's quota.</summary>
/// <param name="Limits">What is allowed.</param>
/// <param name="Nodes">How many nodes there are, the node itself included, as the server counts.</param>
/// <param name="Bytes">How many bytes of data they have.</param>
public sealed record ZkQuota(ZkQuotaLimits Limits, long Nodes, long Bytes);
