using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>What a create may be told besides path, data and mode.</summary>
public sealed record ZkCreateOptions
{
    /// <summary>The access control list. Default: <see cref="Protocol.Acl.OpenUnsafe"/>.</summary>
    public IReadOnlyList<Acl> Acl { get; init; } = Protocol.Acl.OpenUnsafe;

    /// <summary>How long a TTL node lives unchanged and without children; 1 ms to about 34 years, needed by the TTL modes only.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>Whether missing parents are created first, as persistent nodes. Default: false.</summary>
    public bool CreateParents { get; init; }

    /// <summary>
    /// Whether the name gets a marker, <c>_c_&lt;guid&gt;-</c>, by which the node is found again when the connection is
    /// lost before the reply, so that a retry never makes two. Default: false. The marker is Curator's.
    /// </summary>
    public bool Protected { get; init; }
}
