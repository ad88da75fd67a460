using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Rollouts;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Halts rollouts, and lets them go on.</summary>
public static class DeployRollout
{
    private const int MaxAttempts = 20;

    /// <summary>
    /// Halts a deploy: agents at work finish, and no other begins, whatever its strategy. Once it has returned nobody begins
    /// any more; a halt that is there already stays as it is.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The manifest node.</param>
    /// <param name="deployId">Which deploy; null for the one that stands in the manifest.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="by">Who. Default: user name and host name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The halt that stands.</returns>
    /// <exception cref="DeployException">There is no such deploy.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<DeployHalt> HaltAsync(
        IZkClient client, ZkPath path, string? deployId = null, string? reason = null, string? by = null, CancellationToken cancellationToken = default)
    {
        var (id, nodes) = await FindAsync(client, path, deployId, cancellationToken).ConfigureAwait(false);
        var data = RolloutJson.Write(new HaltData(reason, by ?? DefaultName, client.Options.TimeProvider.GetUtcNow()));
        var isQueued = true;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                List<ZkOperation> operations = [new ZkOperation.Create(nodes.Halt, data)];
                // Whoever looks at the rollout in this moment must look again before he begins.
                if (isQueued) operations.Add(new ZkOperation.Set(nodes.Slots, default, NodeVersion.Any));
                await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
            }
            catch (MultiFailedException e) when (e.Cause is NoNodeException && e.Index == 1)
            {
                isQueued = false;
                continue;
            }
            catch (MultiFailedException e) when (e.Cause is NodeExistsException)
            {
                // Halted already.
            }

            if (await ReadHaltAsync(client, nodes, id, cancellationToken).ConfigureAwait(false) is { } halt) return halt;
            if (attempt == MaxAttempts) throw Unknown(path, id);
        }
    }

    /// <summary>
    /// Lets a halted deploy go on. The failures that there were are forgiven: the strategy's limit counts from here. Agents
    /// that failed are not tried again by this.
    /// </summary>
    /// <returns>The halt that stood; null when the deploy was not halted.</returns>
    /// <inheritdoc cref="HaltAsync"/>
    public static async Task<DeployHalt?> ResumeAsync(
        IZkClient client, ZkPath path, string? deployId = null, string? reason = null, string? by = null, CancellationToken cancellationToken = default)
    {
        var (id, nodes) = await FindAsync(client, path, deployId, cancellationToken).ConfigureAwait(false);
        for (var attempt = 1; ; attempt++)
        {
            await client.SyncAsync(path, cancellationToken).ConfigureAwait(false);
            if (await ReadHaltAsync(client, nodes, id, cancellationToken).ConfigureAwait(false) is not { } halt) return null;
            var forgiven = await CountFailuresAsync(client, nodes, cancellationToken).ConfigureAwait(false);
            var data = RolloutJson.Write(new ResumeData(forgiven, reason, by ?? DefaultName, client.Options.TimeProvider.GetUtcNow()));
            List<ZkOperation> operations = [new ZkOperation.Delete(nodes.Halt, NodeVersion.Any)];
            if (await ExistsAsync(client, nodes.Slots, cancellationToken).ConfigureAwait(false)) operations.Add(new ZkOperation.Set(nodes.Slots, default, NodeVersion.Any));
            operations.Add(await ExistsAsync(client, nodes.Resumed, cancellationToken).ConfigureAwait(false)
                ? new ZkOperation.Set(nodes.Resumed, data, NodeVersion.Any)
                : new ZkOperation.Create(nodes.Resumed, data));
            try
            {
                await client.MultiAsync(operations, cancellationToken).ConfigureAwait(false);
                return halt;
            }
            catch (MultiFailedException) when (attempt < MaxAttempts)
            {
                // Somebody else resumes it at the same time.
            }
        }
    }

    /// <summary>The halt of a deploy; null when it is not halted.</summary>
    /// <inheritdoc cref="HaltAsync"/>
    public static async Task<DeployHalt?> ReadHaltAsync(IZkClient client, ZkPath path, string? deployId = null, CancellationToken cancellationToken = default)
    {
        var (id, nodes) = await FindAsync(client, path, deployId, cancellationToken).ConfigureAwait(false);
        return await ReadHaltAsync(client, nodes, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The halt as it stands in its node.</summary>
    internal static DeployHalt Read(string deployId, ReadOnlyMemory<byte> data, Stat stat)
    {
        var halt = RolloutJson.ReadHalt(data);
        return new(deployId, halt.Why, halt.By, halt.At ?? stat.Created);
    }

    private static string DefaultName => $"{Environment.UserName}@{Environment.MachineName}";

    private static async Task<DeployHalt?> ReadHaltAsync(IZkClient client, RolloutNodes nodes, string deployId, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.GetAsync(nodes.Halt, cancellationToken).ConfigureAwait(false);
            return Read(deployId, node.Data, node.Stat);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>Finds the deploy's entry; makes it when the manifest was written by a tool that makes none.</summary>
    private static async Task<(string DeployId, RolloutNodes Nodes)> FindAsync(IZkClient client, ZkPath path, string? deployId, CancellationToken cancellationToken)
    {
        if (deployId is not null && DeployRules.CheckDeployId(deployId) is { } problem) throw new DeployException(DeployErrorIds.DeployUnknown, problem.Message) { Path = path };
        var deploys = new DeployNodes(path);
        if (deployId is not null && await ExistsAsync(client, deploys.Deploy(deployId), cancellationToken).ConfigureAwait(false)) return (deployId, new(deploys.Deploy(deployId)));
        DeployTicket? current = null;
        try
        {
            var node = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            current = DeployTicket.Read(node.Stat, node.Data);
        }
        catch (NoNodeException)
        {
            // No manifest either.
        }

        if (current is null || (deployId is not null && deployId != current.DeployId)) throw Unknown(path, deployId);
        var nodes = new RolloutNodes(deploys.Deploy(current.DeployId));
        foreach (var (wanted, data) in new[] { (deploys.Deploys, default), (nodes.Deploy, current.Data), (nodes.Results, default) })
        {
            if (await ExistsAsync(client, wanted, cancellationToken).ConfigureAwait(false)) continue;
            try
            {
                await client.CreateAsync(wanted, data, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // An agent was quicker.
            }
        }

        return (current.DeployId, nodes);
    }

    private static async Task<int> CountFailuresAsync(IZkClient client, RolloutNodes nodes, CancellationToken cancellationToken)
    {
        var counts = await Task.WhenAll(new[] { nodes.Failures, nodes.Started, nodes.Succeeded, nodes.Slots }.Select(async node =>
            (await client.ExistsAsync(node, cancellationToken).ConfigureAwait(false)).Stat?.ChildCount ?? 0)).ConfigureAwait(false);
        return counts[0] + Math.Max(0, counts[1] - counts[2] - counts[0] - counts[3]);
    }

    private static async Task<bool> ExistsAsync(IZkClient client, ZkPath node, CancellationToken cancellationToken) =>
        (await client.ExistsAsync(node, cancellationToken).ConfigureAwait(false)).Exists;

    private static DeployException Unknown(ZkPath path, string? deployId) => new(
        DeployErrorIds.DeployUnknown,
        deployId is null ? $"There is no manifest at {path}, so there is no deploy to halt or resume." : $"There is no deploy '{deployId}' below {path}: it was never published, or is older than the history goes.")
    {
        Path = path,
    };
}
