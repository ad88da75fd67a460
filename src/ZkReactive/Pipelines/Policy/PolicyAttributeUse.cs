namespace ZkReactive.Pipelines.Policy;

/// <summary>An attribute that the conditions of a set ask for.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, which follows from how it is used.</param>
/// <param name="Policy">The policy that uses it first.</param>
/// <param name="Line">Where, the line.</param>
/// <param name="Column">Where, the column.</param>
public sealed record PolicyAttributeUse(string Name, PolicyValueType Type, string Policy, int Line, int Column);
