using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Status;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Reads how deploys stand.</summary>
public static class DeployStatusReader
{
    private const int BatchSize = 1_000;

    /// <summary>Reads the present deploy: manifest, agents, results. Without a manifest: <see cref="DeployOutcome.None"/>, and the agents that wait for one.</summary>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<DeployStatus> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken = default)
    {
        var node = await FindAsync(client, path, cancellationToken).ConfigureAwait(false);
        var ticket = DeployTicket.Read(node?.Stat, node?.Data ?? default);
        return await ReadAsync(client, path, ticket, ticket?.Version, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one deploy of the history: its manifest as published, and how the agents ended.</summary>
    /// <exception cref="DeployException">There is no such deploy.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<DeployStatus> ReadAsync(IZkClient client, ZkPath path, string deployId, CancellationToken cancellationToken = default)
    {
        if (DeployRules.CheckDeployId(deployId) is { } problem) throw new DeployException(DeployErrorIds.DeployUnknown, problem.Message) { Path = path };
        var current = await FindAsync(client, path, cancellationToken).ConfigureAwait(false);
        if (DeployTicket.Read(current?.Stat, current?.Data ?? default) is { } now && now.DeployId == deployId)
        {
            return await ReadAsync(client, path, now, now.Version, cancellationToken).ConfigureAwait(false);
        }

        var entry = await FindAsync(client, new DeployNodes(path).Deploy(deployId), cancellationToken).ConfigureAwait(false)
            ?? throw new DeployException(DeployErrorIds.DeployUnknown, $"There is no deploy '{deployId}' below {path}: it was never published, or is older than the history goes.") { Path = path };
        var past = DeployManifestJson.Read(entry.Data.Span);
        var ticket = new DeployTicket(deployId, past.Manifest, past.Problems, entry.Stat.Czxid, entry.Stat.Version, entry.Data);
        return await ReadAsync(client, path, ticket, null, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<DeployStatus> ReadAsync(IZkClient client, ZkPath path, DeployTicket? ticket, NodeVersion? version, CancellationToken cancellationToken)
    {
        var nodes = new DeployNodes(path);
        var agents = ReadAllAsync<PresenceData>(client, nodes.Agents, DeployJson.TryRead, cancellationToken);
        var results = ticket is null ? null : ReadResultsAsync(client, path, ticket.DeployId, cancellationToken);
        var halt = ticket is null ? null : FindAsync(client, nodes.Halt(ticket.DeployId), cancellationToken);
        return DeployStatusFold.Of(
            path,
            ticket,
            version,
            await agents.ConfigureAwait(false),
            results is null ? new Dictionary<string, ResultData?>() : await results.ConfigureAwait(false),
            halt is not null && await halt.ConfigureAwait(false) is { } node ? DeployRollout.Read(ticket!.DeployId, node.Data, node.Stat) : null);
    }

    private delegate bool Reader<T>(ReadOnlyMemory<byte> json, out T? data);

    /// <summary>What agents wrote of a deploy, by agent; one that cannot be read is there without data.</summary>
    internal static Task<IReadOnlyDictionary<string, ResultData?>> ReadResultsAsync(IZkClient client, ZkPath path, string deployId, CancellationToken cancellationToken) =>
        ReadAllAsync<ResultData>(client, new DeployNodes(path).Results(deployId), DeployJson.TryRead, cancellationToken);

    /// <summary>All children of a node, read side by side; none when it is absent.</summary>
    internal static async Task<IReadOnlyList<ZkNode>> ReadAllAsync(IZkClient client, ZkPath parent, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names;
        try
        {
            names = (await client.GetChildrenAsync(parent, cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }

        // So many at once and no more: a client refuses calls above its limit.
        var found = new List<ZkNode?>(names.Count);
        foreach (var batch in names.Chunk(BatchSize))
            found.AddRange(await Task.WhenAll(batch.Select(name => FindAsync(client, parent / name, cancellationToken))).ConfigureAwait(false));
        return [.. found.OfType<ZkNode>()];
    }

    private static async Task<IReadOnlyDictionary<string, T?>> ReadAllAsync<T>(IZkClient client, ZkPath parent, Reader<T> read, CancellationToken cancellationToken)
        where T : class
    {
        var found = await ReadAllAsync(client, parent, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(node => node.Path.Name, node => read(node.Data, out var data) ? data : null);
    }

    private static async Task<ZkNode?> FindAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
