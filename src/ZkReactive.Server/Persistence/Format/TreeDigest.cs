namespace ZkReactive.Server.Persistence.Format;

/// <summary>
/// What a tree should come to once a transaction was applied: the sum of a checksum of every node. Written behind each
/// transaction since 3.6. Source: Apache ZooKeeper, <c>TxnDigest</c>.
/// </summary>
/// <param name="Version">How it is computed; only <see cref="KnownVersion"/> can be compared.</param>
/// <param name="Value">The sum.</param>
internal readonly record struct TreeDigest(int Version, long Value)
{
    /// <summary>Source: <c>DigestCalculator.DIGEST_VERSION</c>.</summary>
    public const int KnownVersion = 2;

    /// <summary>Bytes: version int, value long.</summary>
    public const int Size = 12;

    public bool IsKnown => Version == KnownVersion;
}
