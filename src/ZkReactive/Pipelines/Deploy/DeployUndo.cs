using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// Goes back to the last good deploy before the present one. Good is a deploy that has results, all of them successes. It is
/// published as a new deploy. Agents that still have its release only switch.
/// </summary>
public static class DeployUndo
{
    /// <summary>Finds what an undo would go back to, and publishes nothing.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="options">Where, and with which key.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeployException">There is no manifest, nothing good before it, or no key although it is signed.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<DeployUndoPlan> FindAsync(IZkClient client, DeployPublisherOptions options, CancellationToken cancellationToken = default)
    {
        var path = options.Path;
        await client.SyncAsync(path, cancellationToken).ConfigureAwait(false);
        var present = await ReadPresentAsync(client, path, cancellationToken).ConfigureAwait(false);
        var good = await FindGoodAsync(client, path, present, cancellationToken).ConfigureAwait(false);
        if (options.SigningKey is null && (present.Manifest?.Signature ?? good.Manifest!.Signature) is not null)
        {
            throw Failed(
                DeployErrorIds.SigningKeyNeeded,
                path,
                $"Deploy {present.DeployId} at {path} cannot be undone without a key: its manifest is signed, and agents that trust keys would refuse an unsigned one. Give --sign-key or -SigningKey.");
        }

        return new(path, present.DeployId, present.Manifest?.CommitId, present.Version, good.DeployId, good.Manifest!.CommitId) { Manifest = good.Manifest };
    }

    /// <summary>Publishes the last good deploy anew in the place of the present one.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="options">Where, and with which key.</param>
    /// <param name="plan">What <see cref="FindAsync"/> found.</param>
    /// <param name="note">A remark; null for one that names both deploys.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DeployException">Somebody has published in between.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static Task<PublishedDeploy> PublishAsync(IZkClient client, DeployPublisherOptions options, DeployUndoPlan plan, string? note = null, CancellationToken cancellationToken = default)
    {
        var manifest = plan.Manifest with
        {
            DeployId = null,
            PublishedBy = null,
            PublishedAt = null,
            Note = note ?? $"undo of {plan.Undone}: back to {plan.BackTo}",
            Strategy = plan.IsAtOnce ? null : Proven(plan.Manifest.Strategy),
            Signature = null,
        };
        return new DeployPublisher(client, options).PublishAsync(manifest, plan.Version, cancellationToken);
    }

    /// <summary>
    /// What a strategy asks of a deploy that has proven itself. How many agents may be out of service at once holds on the way
    /// back too; canaries and soak time would only keep the bad one running longer, and a limit of failures would leave it there.
    /// </summary>
    private static DeployStrategy? Proven(DeployStrategy? strategy) =>
        strategy is null or { BatchSize: null, TimeoutSeconds: null, SplaySeconds: null } ? null : strategy with { Canary = null, SoakSeconds = null, MaxFailures = null };

    private static async Task<DeployTicket> ReadPresentAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            var node = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            if (DeployTicket.Read(node.Stat, node.Data) is { } ticket) return ticket;
        }
        catch (NoNodeException)
        {
            // As good as empty.
        }

        throw Failed(DeployErrorIds.DeployUnknown, path, $"There is no manifest at {path}, so there is nothing to undo.");
    }

    private static async Task<DeployTicket> FindGoodAsync(IZkClient client, ZkPath path, DeployTicket present, CancellationToken cancellationToken)
    {
        var passed = new List<string>();
        foreach (var ticket in await DeployHistoryReader.ReadTicketsAsync(client, path, cancellationToken).ConfigureAwait(false))
        {
            if (ticket.DeployId == present.DeployId) continue;
            var results = await DeployStatusReader.ReadResultsAsync(client, path, ticket.DeployId, cancellationToken).ConfigureAwait(false);
            if (WhyNot(ticket, present, results) is not { } reason) return ticket;
            passed.Add($"{ticket.DeployId} ({reason})");
        }

        var seen = passed.Count == 0 ? "The history has no other deploy." : $"Looked at: {string.Join(", ", passed)}.";
        throw Failed(
            DeployErrorIds.NothingToUndo,
            path,
            $"Deploy {present.DeployId} at {path} cannot be undone: no earlier deploy is known to have succeeded on every agent that reported. {seen} Publish the commit you want instead.");
    }

    /// <summary>Why a deploy of the past is not what to go back to; null when it is.</summary>
    private static string? WhyNot(DeployTicket ticket, DeployTicket present, IReadOnlyDictionary<string, ResultData?> results)
    {
        if (ticket.Manifest is not { } manifest) return "its manifest was refused";
        // To go back to what stands there already would change nothing.
        if (present.Manifest is { } now && now.AsksTheSameAs(manifest)) return "it asks for the same as the present one";
        if (results.Count == 0) return "no agent reported";
        var bad = results.Count(result => result.Value is null || DeployWords.Read(result.Value.State) != DeployAgentState.Succeeded || result.Value.CommitId != manifest.CommitId);
        return bad == 0 ? null : $"{bad} of {results.Count} agents did not succeed";
    }

    private static DeployException Failed(string errorId, ZkPath path, string message) => new(errorId, message) { Path = path, Operation = "Undo" };
}
