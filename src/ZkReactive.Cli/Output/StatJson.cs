using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>A stat as JSON. Transaction and session ids are hexadecimal text, as Apache ZooKeeper prints them: they do not fit a JSON number everywhere.</summary>
internal sealed record StatJson(
    string Kind,
    string Czxid,
    string Mzxid,
    string Pzxid,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    int Version,
    int ChildrenVersion,
    int AclVersion,
    string? EphemeralOwner,
    int DataLength,
    int ChildCount)
{
    /// <summary>Takes a stat apart.</summary>
    public static StatJson From(Stat stat) => new(
        stat.Kind.ToString().ToLowerInvariant(),
        stat.Czxid.ToString(),
        stat.Mzxid.ToString(),
        stat.Pzxid.ToString(),
        stat.Created,
        stat.Modified,
        stat.Version,
        stat.ChildrenVersion,
        stat.AclVersion,
        stat.Kind == NodeKind.Ephemeral ? new SessionId(stat.EphemeralOwner).ToString() : null,
        stat.DataLength,
        stat.ChildCount);
}
