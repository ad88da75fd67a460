namespace ZkReactive.Client;

/// <summary>A server of an ensemble.</summary>
/// <param name="Id">Its number in the ensemble.</param>
/// <param name="Address">Where the other servers reach it, with its role, and where clients do, as the ensemble writes it.</param>
/// <param name="IsObserver">Whether it has no vote.</param>
/// <param name="Client">Where clients reach it; null when the ensemble does not say.</param>
public sealed record ZkEnsembleMember(long Id, string Address, bool IsObserver, ZkHost? Client);
