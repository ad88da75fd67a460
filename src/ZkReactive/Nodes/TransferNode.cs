using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>A node that is to be copied or moved.</summary>
/// <param name="Node">The node as it was read.</param>
/// <param name="Acl">Its access control list, which it keeps.</param>
internal sealed record TransferNode(ZkNode Node, IReadOnlyList<Acl> Acl);
