using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>Writes saved trees: first a plan that compares, then the writes, each with the version that was compared.</summary>
public static class TreeImport
{
    /// <summary>How many writes are on their way at a time.</summary>
    private const int BatchSize = 128;

    /// <summary>Compares a saved tree with what is there; only reads.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="document">The saved tree.</param>
    /// <param name="path">Where to write it; null for where it was read.</param>
    /// <param name="mode">What to do about nodes that it does not have.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public static async Task<TreeImportPlan> PlanImportAsync(
        this IZkClient client, TreeDocument document, ZkPath? path = null, TreeImportMode mode = TreeImportMode.Merge, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(document);
        var top = path ?? document.Path;
        var present = new Dictionary<ZkPath, PresentNode>();
        foreach (var batch in document.Nodes.Select(node => node.Under(top)).Chunk(BatchSize))
        {
            foreach (var node in await Task.WhenAll(batch.Select(one => ReadAsync(client, one, cancellationToken))).ConfigureAwait(false))
            {
                if (node is not null) present.Add(node.Path, node);
            }
        }

        if (mode == TreeImportMode.Replace && present.ContainsKey(top))
        {
            await foreach (var node in client.ReadDescendantsAsync(top, cancellationToken: cancellationToken).ConfigureAwait(false))
                present.TryAdd(node.Path, new PresentNode(node.Path, node.Data, node.Stat, Acl: null));
        }

        return TreeComparison.Compare(document, top, present, mode);
    }

    /// <summary>Does what a plan says. Not atomic: others see the tree grow, and a failure leaves what was done.</summary>
    /// <remarks>
    /// A node is created with its list at once, never open in between; so the session must be one that the list lets create
    /// the children. Missing parents of the top are created open to everybody.
    /// </remarks>
    /// <param name="client">The connection.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Stops; what was done stays.</param>
    /// <exception cref="BadVersionException">A node was changed since the plan was made.</exception>
    /// <exception cref="NodeExistsException">A node was created since.</exception>
    public static async Task ImportAsync(this IZkClient client, TreeImportPlan plan, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(plan);

        // Steps of one kind and depth do not depend on each other; their order in the plan is by kind, then by depth.
        var run = new List<TreeImportStep>(BatchSize);
        foreach (var step in plan.Steps.Where(step => step.Action != TreeImportAction.Keep))
        {
            if (run.Count == BatchSize || (run is [var first, ..] && (first.Action, first.Path.Depth) != (step.Action, step.Path.Depth)))
            {
                await Task.WhenAll(run.Select(one => DoAsync(client, one, cancellationToken))).ConfigureAwait(false);
                run.Clear();
            }

            run.Add(step);
        }

        await Task.WhenAll(run.Select(one => DoAsync(client, one, cancellationToken))).ConfigureAwait(false);

        async Task DoAsync(IZkClient to, TreeImportStep step, CancellationToken token)
        {
            NodeVersion version = step.Version ?? -1;
            if (step.Action == TreeImportAction.Create)
                await to.CreateAsync(step.Path, step.Data, CreateMode.Persistent, new ZkCreateOptions { Acl = step.Acl!, CreateParents = step.Path == plan.Path }, token).ConfigureAwait(false);
            else if (step.Action == TreeImportAction.Update)
                await to.SetAsync(step.Path, step.Data, version, token).ConfigureAwait(false);
            else if (step.Action == TreeImportAction.SetAcl)
                await to.SetAclAsync(step.Path, step.Acl!, version, token).ConfigureAwait(false);
            else
                await to.DeleteAsync(step.Path, version, token).ConfigureAwait(false);
        }
    }

    private static async Task<PresentNode?> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            var node = client.GetAsync(path, cancellationToken).AsTask();
            var acl = client.GetAclAsync(path, cancellationToken).AsTask();
            await Task.WhenAll(node, acl).ConfigureAwait(false);
            var read = await node.ConfigureAwait(false);
            return new PresentNode(path, read.Data, read.Stat, (await acl.ConfigureAwait(false)).Entries);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
