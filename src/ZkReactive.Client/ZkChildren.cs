using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>The children of a node as they were read.</summary>
/// <param name="Path">The parent.</param>
/// <param name="Names">The children's names, in no particular order.</param>
/// <param name="Stat">The parent's stat.</param>
/// <param name="Zxid">The last transaction the server had applied when it answered.</param>
public sealed record ZkChildren(ZkPath Path, IReadOnlyList<string> Names, Stat Stat, Zxid Zxid);
