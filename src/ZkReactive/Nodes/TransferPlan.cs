using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes;

/// <summary>
/// The transactions that copy or move a tree: all in one where they fit a request and concern one session, else parents first
/// when writing and leaves first when removing, so that what others see is never a child without its parent. Pure.
/// </summary>
/// <param name="Steps">In order.</param>
internal sealed record TransferPlan(IReadOnlyList<TransferPlan.Step> Steps)
{
    // Header, type, flags and lengths of one operation on the wire, counted generously.
    private const int BytesAround = 64;

    /// <summary>Makes the plan.</summary>
    /// <param name="nodes">The nodes, each parent before its children.</param>
    /// <param name="from">The top of the tree.</param>
    /// <param name="to">Where the top goes.</param>
    /// <param name="existing">Those of the target's nodes that are there and to be overwritten.</param>
    /// <param name="isMove">Whether the nodes are removed, each in the version that was read.</param>
    /// <param name="isOneSession">Whether source and target are one session's, and so can share a transaction.</param>
    /// <param name="limit">The most bytes of a transaction.</param>
    public static TransferPlan Make(
        IReadOnlyList<TransferNode> nodes, ZkPath from, ZkPath to, IReadOnlySet<ZkPath> existing, bool isMove, bool isOneSession, int limit)
    {
        var writes = nodes.Select(node => Write(node, Rebase(node.Node.Path, from, to), existing)).ToArray();
        var removals = isMove ? nodes.Reverse().Select(ZkOperation (node) => new ZkOperation.Delete(node.Node.Path, node.Node.Stat.Version)).ToArray() : [];
        if (isOneSession && writes.Concat(removals).Sum(Bytes) <= limit) return new([new Step(false, [.. writes, .. removals])]);
        return new([.. Cut(writes, limit).Select(part => new Step(false, part)), .. Cut(removals, limit).Select(part => new Step(true, part))]);
    }

    /// <summary>Where a node of one tree lies in another.</summary>
    public static ZkPath Rebase(ZkPath path, ZkPath from, ZkPath to)
    {
        var below = path.Value[(from.IsRoot ? 0 : from.Value.Length)..].TrimStart('/');
        return below.Length == 0 ? to : to / below;
    }

    private static ZkOperation Write(TransferNode node, ZkPath target, IReadOnlySet<ZkPath> existing) => existing.Contains(target)
        ? new ZkOperation.Set(target, node.Node.Data, NodeVersion.Any)
        : new ZkOperation.Create(target, node.Node.Data, CreateMode.Persistent, node.Acl);

    private static IEnumerable<IReadOnlyList<ZkOperation>> Cut(IReadOnlyList<ZkOperation> operations, int limit)
    {
        List<ZkOperation> part = [];
        var bytes = 0;
        foreach (var operation in operations)
        {
            if (part.Count > 0 && bytes + Bytes(operation) > limit)
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(operation);
            bytes += Bytes(operation);
        }

        if (part.Count > 0) yield return part;
    }

    private static int Bytes(ZkOperation operation) => BytesAround + Encoding.UTF8.GetByteCount(operation.Path.Value) + operation switch
    {
        ZkOperation.Create create => create.Data.Length + (create.Acl?.Sum(acl => 12 + Encoding.UTF8.GetByteCount(acl.Scheme) + Encoding.UTF8.GetByteCount(acl.Id)) ?? 0),
        ZkOperation.Set set => set.Data.Length,
        _ => 0,
    };

    /// <summary>One transaction.</summary>
    /// <param name="IsOnSource">Whether the source's session does it; else the target's.</param>
    /// <param name="Operations">What it does.</param>
    public sealed record Step(bool IsOnSource, IReadOnlyList<ZkOperation> Operations);
}
