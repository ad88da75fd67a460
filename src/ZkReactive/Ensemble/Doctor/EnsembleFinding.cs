namespace ZkReactive.Ensemble;

/// <summary>What the doctor found.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Check">What was looked at: <c>Dns</c>, <c>Reach</c>, <c>Quorum</c>, <c>Whitelist</c>, <c>Version</c>, <c>Lag</c>, <c>Load</c>, <c>Watches</c>, <c>Packets</c>, <c>Files</c>, <c>Session</c>; on this machine <c>Myid</c>, <c>Peers</c>, <c>Disk</c>.</param>
/// <param name="Server">The server it is about; null for the ensemble.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">What to do; empty when nothing has to be done.</param>
public sealed record EnsembleFinding(FindingSeverity Severity, string Check, string? Server, string Found, string Remedy = "");
