using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>Reads trees for saving.</summary>
public static class TreeExport
{
    /// <summary>How many nodes are asked for at a time.</summary>
    private const int BatchSize = 128;

    /// <summary>What ZooKeeper keeps for itself below the root; it is never part of a saved tree.</summary>
    private static readonly ZkPath Reserved = ZkPath.Parse("/zookeeper");

    /// <summary>
    /// Reads a node and all below it, with access control lists. Not a snapshot: each node is as it was when it was read; one
    /// that went meanwhile is left out with what was below it. Ephemeral nodes are left out and counted.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The top of the tree.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="NoNodeException">The top is not there.</exception>
    /// <exception cref="TreeDocumentException">The top is ephemeral.</exception>
    /// <exception cref="NoAuthException">A node must not be read: a saved tree with holes would be taken for whole.</exception>
    public static async Task<TreeDocument> ReadTreeAsync(this IZkClient client, ZkPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var nodes = new List<TreeDocumentNode>();
        var ephemeral = 0;
        var level = new List<ZkPath> { path };
        while (level.Count > 0)
        {
            var below = new List<ZkPath>();
            foreach (var batch in level.Chunk(BatchSize))
            {
                foreach (var (node, acl, names) in await ReadAsync(client, batch, path, cancellationToken).ConfigureAwait(false))
                {
                    if (node.Stat.Kind == NodeKind.Ephemeral)
                    {
                        ephemeral++;
                        continue;
                    }

                    nodes.Add(new TreeDocumentNode(node.Path == path ? "" : node.Path.Value[(path.IsRoot ? 1 : path.Value.Length + 1)..], node.Data, acl));
                    below.AddRange(names.Order(StringComparer.Ordinal).Select(name => node.Path / name).Where(child => child != Reserved));
                }
            }

            level = below;
        }

        return nodes.Count > 0
            ? new TreeDocument(path, nodes, ephemeral)
            : throw new TreeDocumentException($"{path} is ephemeral, or went while it was read: there is nothing to save.");
    }

    private static async Task<IEnumerable<(ZkNode Node, IReadOnlyList<Acl> Acl, IReadOnlyList<string> Names)>> ReadAsync(
        IZkClient client, ZkPath[] paths, ZkPath top, CancellationToken cancellationToken)
    {
        // The lists go out behind the nodes' reads without waiting for them.
        var reading = client.MultiReadAsync([.. paths.Select(path => new ZkRead.Data(path))], cancellationToken);
        var listing = client.MultiReadAsync([.. paths.Select(path => new ZkRead.Children(path))], cancellationToken);
        var acls = Task.WhenAll(paths.Select(path => AclOfAsync(client, path, cancellationToken)));
        var data = await reading.ConfigureAwait(false);
        var children = await listing.ConfigureAwait(false);
        var lists = await acls.ConfigureAwait(false);
        return paths.Select((_, i) => (data[i], lists[i], children[i]) switch
        {
            (ZkReadResult.Data node, { } acl, ZkReadResult.Children names) => (node.Node, acl, names.Names),
            (ZkReadResult.Failed { Error: NoNodeException } gone, _, _) when gone.Path != top => default,
            (_, _, ZkReadResult.Failed { Error: NoNodeException } gone) when gone.Path != top => default,
            (ZkReadResult.Failed failed, _, _) => throw failed.Error,
            (_, _, ZkReadResult.Failed failed) => throw failed.Error,
            _ => default((ZkNode Node, IReadOnlyList<Acl> Acl, IReadOnlyList<string> Names)),
        }).Where(read => read.Node is not null).ToArray();
    }

    private static async Task<IReadOnlyList<Acl>?> AclOfAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetAclAsync(path, cancellationToken).ConfigureAwait(false)).Entries;
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
