namespace ZkReactive.Protocol.Sasl;

/// <summary>What the two sides of an exchange agree upon.</summary>
/// <param name="User">Who authenticates.</param>
/// <param name="Realm">Where the user is known.</param>
/// <param name="Nonce">The server's part of the salt.</param>
/// <param name="ClientNonce">The client's.</param>
/// <param name="Uri">The service asked for.</param>
/// <param name="AuthorizeAs">As whom the user wants to act; null for as itself.</param>
internal readonly record struct DigestMd5Values(string User, string Realm, string Nonce, string ClientNonce, string Uri, string? AuthorizeAs = null);
