using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Status;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Reads the past deploys of a manifest node.</summary>
public static class DeployHistoryReader
{
    /// <summary>
    /// Reads the deploys of the history, the newest first, the present one among them. Of a past one those agents are told
    /// that wrote a result.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The manifest node.</param>
    /// <param name="most">How many at the most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<DeployStatus>> ReadAsync(IZkClient client, ZkPath path, int most = int.MaxValue, CancellationToken cancellationToken = default)
    {
        var present = await DeployStatusReader.ReadAsync(client, path, cancellationToken).ConfigureAwait(false);
        var deploys = new List<DeployStatus>();
        if (present.DeployId is not null) deploys.Add(present);
        foreach (var ticket in await ReadTicketsAsync(client, path, cancellationToken).ConfigureAwait(false))
        {
            if (deploys.Count >= most) break;
            if (ticket.DeployId == present.DeployId) continue;
            var results = await DeployStatusReader.ReadResultsAsync(client, path, ticket.DeployId, cancellationToken).ConfigureAwait(false);
            deploys.Add(DeployStatusFold.Of(path, ticket, null, new Dictionary<string, PresenceData?>(), results));
        }

        return deploys;
    }

    /// <summary>What was published, secrets included, the newest first; entries that others delete meanwhile are left out.</summary>
    internal static async Task<IReadOnlyList<DeployTicket>> ReadTicketsAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        var nodes = new DeployNodes(path);
        var entries = await DeployStatusReader.ReadAllAsync(client, nodes.Deploys, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(Ticket).OrderByDescending(ticket => ticket.Zxid)];
    }

    private static DeployTicket Ticket(ZkNode entry)
    {
        var read = DeployManifestJson.Read(entry.Data.Span);
        return new(entry.Path.Name, read.Manifest, read.Problems, entry.Stat.Czxid, entry.Stat.Version, entry.Data);
    }
}
