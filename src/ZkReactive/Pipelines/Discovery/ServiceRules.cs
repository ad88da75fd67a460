namespace ZkReactive.Pipelines.Discovery;

/// <summary>What the decider goes by.</summary>
/// <param name="Rise">How many probes in a row must succeed before the service is registered.</param>
/// <param name="Fall">How many must fail before it is taken out.</param>
public sealed record ServiceRules(int Rise, int Fall);
