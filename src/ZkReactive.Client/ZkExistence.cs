using System.Diagnostics.CodeAnalysis;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>Whether a node is there.</summary>
/// <param name="Path">Where it was looked for.</param>
/// <param name="Stat">Its stat; null when it is not there.</param>
/// <param name="Zxid">The last transaction the server had applied when it answered.</param>
public sealed record ZkExistence(ZkPath Path, Stat? Stat, Zxid Zxid)
{
    /// <summary>Whether the node is there.</summary>
    [MemberNotNullWhen(true, nameof(Stat))]
    public bool Exists => Stat is not null;
}
