using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>What a <see cref="TreeRead"/> found.</summary>
/// <param name="Stat">The stat, if it was asked for and the node is there.</param>
/// <param name="Data">The data, if it was asked for.</param>
/// <param name="Names">The children's names, if they were asked for.</param>
/// <param name="Zxid">The last transaction the server had applied.</param>
/// <param name="Error">Why there is nothing of all that: the server's answer.</param>
internal readonly record struct TreeReadResult(
    Stat? Stat,
    ReadOnlyMemory<byte> Data,
    IReadOnlyList<string>? Names,
    Zxid Zxid,
    ZkException? Error = null);
