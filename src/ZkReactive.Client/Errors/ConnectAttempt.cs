namespace ZkReactive.Client;

/// <summary>An attempt to connect that failed.</summary>
/// <param name="Server">The server as resolved, or as written when it could not be resolved.</param>
/// <param name="Reason">Why it failed, in a few words.</param>
public sealed record ConnectAttempt(string Server, string Reason);
