namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>A policy in a state directory.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Xml">Its bytes, whatever their encoding.</param>
internal sealed record StoredPolicy(PolicyKind Kind, string Name, byte[] Xml);
