using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Transactions;

/// <summary>Foretells what a transaction would do, as things stand now; only reads.</summary>
public static class TransactionPlan
{
    /// <summary>Reads the nodes that the operations are about, and plays the operations through.</summary>
    /// <remarks>ACLs, quotas and the owners of ephemeral nodes are not looked at: the server may still refuse.</remarks>
    public static async Task<IReadOnlyList<TransactionStep>> PlanMultiAsync(
        this IZkClient client, IReadOnlyList<ZkOperation> operations, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(operations);
        var paths = operations.Select(operation => operation.Path).Concat(operations.OfType<ZkOperation.Create>().Select(create => create.Path.Parent)).Distinct();
        var found = await Task.WhenAll(paths.Select(path => client.ExistsAsync(path, cancellationToken).AsTask())).ConfigureAwait(false);
        return Play(operations, found.Where(node => node.Exists).ToDictionary(node => node.Path, node => node.Stat!.Value));
    }

    /// <summary>Plays operations through on the nodes that are there. Pure.</summary>
    internal static IReadOnlyList<TransactionStep> Play(IReadOnlyList<ZkOperation> operations, Dictionary<ZkPath, Stat> nodes)
    {
        var steps = new List<TransactionStep>(operations.Count);
        foreach (var operation in operations) steps.Add(PlayOne(operation, nodes));
        return steps;
    }

    private static TransactionStep PlayOne(ZkOperation operation, Dictionary<ZkPath, Stat> nodes)
    {
        var path = operation.Path;
        var now = nodes.TryGetValue(path, out var stat) ? stat : (Stat?)null;
        switch (operation)
        {
            // The server chooses the name of a sequential node: it is there neither before nor, under this name, after.
            case ZkOperation.Create create when create.Mode.IsSequential():
                return ParentProblem(path, nodes) is { } missing ? Fails(missing) : new TransactionStep(operation, null, 0, null);
            case ZkOperation.Create when now is not null:
                return Fails("it exists already");
            case ZkOperation.Create create:
                if (ParentProblem(path, nodes) is { } problem) return Fails(problem);
                AddChild(path, nodes, +1);
                nodes[path] = default(Stat) with { DataLength = create.Data.Length, EphemeralOwner = create.Mode.IsEphemeral() ? 1 : 0 };
                return new TransactionStep(operation, null, 0, null);
            case var _ when now is null:
                return Fails("it is not there");
            case var _ when VersionOf(operation) is { IsAny: false } version && version.Value != now.Value.Version:
                return Fails($"it has version {now.Value.Version}, not {VersionOf(operation)}");
            case ZkOperation.Delete when now.Value.ChildCount > 0:
                return Fails($"it has {now.Value.ChildCount} children");
            case ZkOperation.Delete:
                AddChild(path, nodes, -1);
                nodes.Remove(path);
                return new TransactionStep(operation, now.Value.Version, null, null);
            case ZkOperation.Set set:
                nodes[path] = now.Value with { Version = now.Value.Version + 1, DataLength = set.Data.Length };
                return new TransactionStep(operation, now.Value.Version, now.Value.Version + 1, null);
            default:
                return new TransactionStep(operation, now.Value.Version, now.Value.Version, null);
        }

        TransactionStep Fails(string why) => new(operation, now?.Version, null, why);
    }

    private static NodeVersion VersionOf(ZkOperation operation) => operation switch
    {
        ZkOperation.Set set => set.Version,
        ZkOperation.Delete delete => delete.Version,
        ZkOperation.Check check => check.Version,
        _ => NodeVersion.Any,
    };

    private static string? ParentProblem(ZkPath path, Dictionary<ZkPath, Stat> nodes) => nodes.TryGetValue(path.Parent, out var parent)
        ? parent.Kind == NodeKind.Ephemeral ? $"its parent {path.Parent} is ephemeral" : null
        : $"its parent {path.Parent} is not there";

    private static void AddChild(ZkPath path, Dictionary<ZkPath, Stat> nodes, int by)
    {
        if (nodes.TryGetValue(path.Parent, out var parent)) nodes[path.Parent] = parent with { ChildCount = parent.ChildCount + by };
    }
}
