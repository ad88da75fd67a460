namespace ZkReactive.Client;

/// <summary>One of those for whom a server takes the session.</summary>
/// <param name="Scheme">How it was found out: <c>ip</c>, <c>digest</c>, <c>x509</c>, <c>sasl</c>.</param>
/// <param name="User">The name, or what the scheme has instead; never a secret.</param>
public sealed record ZkIdentity(string Scheme, string User);
