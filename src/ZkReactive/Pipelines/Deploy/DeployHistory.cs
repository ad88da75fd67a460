using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>The past deploys below a manifest node.</summary>
internal sealed class DeployHistory(IZkClient client, DeployNodes nodes)
{
    /// <summary>How many deletes go into one transaction, well below the packet limit, and how many reads go out side by side.</summary>
    private const int BatchSize = 200;

    /// <summary>
    /// Deletes all but the newest deploys, by the transaction that made each. One request when there is nothing to delete.
    /// What others delete at the same time, or agents write into meanwhile, is left for the next time.
    /// </summary>
    internal async Task PruneAsync(int keep, string current, CancellationToken cancellationToken)
    {
        try
        {
            var names = (await client.GetChildrenAsync(nodes.Deploys, cancellationToken).ConfigureAwait(false)).Names;
            if (names.Count <= keep) return;
            var deploys = nodes;
            var found = new List<ZkExistence>(names.Count);
            foreach (var batch in names.Chunk(BatchSize))
                found.AddRange(await Task.WhenAll(batch.Select(name => client.ExistsAsync(deploys.Deploy(name), cancellationToken).AsTask())).ConfigureAwait(false));
            var doomed = found.Where(entry => entry.Exists).OrderByDescending(entry => entry.Stat!.Value.Czxid).Skip(keep).Where(entry => entry.Path.Name != current);
            foreach (var entry in doomed) await DeleteAsync(entry.Path, cancellationToken).ConfigureAwait(false);
        }
        catch (ZkServerException)
        {
            // Somebody else is at it, or an agent's late result came in between: the next publish prunes again.
        }
    }

    private async Task DeleteAsync(ZkPath node, CancellationToken cancellationToken)
    {
        var doomed = new List<ZkPath>();
        await CollectAsync(node, doomed, cancellationToken).ConfigureAwait(false);
        foreach (var batch in doomed.Chunk(BatchSize))
        {
            await client.MultiAsync([.. batch.Select(path => new ZkOperation.Delete(path, NodeVersion.Any))], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Children before their parents.</summary>
    private async Task CollectAsync(ZkPath node, List<ZkPath> into, CancellationToken cancellationToken)
    {
        var children = await client.GetChildrenAsync(node, cancellationToken).ConfigureAwait(false);
        if (children.Stat.ChildCount > 0)
        {
            foreach (var name in children.Names)
            {
                var child = node / name;
                // Results and leases are leaves; asking each of them would cost a request an agent.
                if (node.Name is "results" or "slots" or "queue" or "started" or "succeeded" or "failures") into.Add(child);
                else await CollectAsync(child, into, cancellationToken).ConfigureAwait(false);
            }
        }

        into.Add(node);
    }
}
