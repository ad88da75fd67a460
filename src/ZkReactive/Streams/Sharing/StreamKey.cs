using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Streams.Sharing;

/// <summary>What makes two streams of a client the same.</summary>
/// <param name="Kind">What of a node.</param>
/// <param name="Path">The node.</param>
/// <param name="Tree">What of a tree; null for other kinds.</param>
internal readonly record struct StreamKey(StreamKind Kind, ZkPath Path, ObserveTreeOptions? Tree = null);
