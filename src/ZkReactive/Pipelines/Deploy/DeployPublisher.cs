using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Rollouts;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Publishes deploys: changes the manifest that every agent watches.</summary>
public sealed partial class DeployPublisher
{
    private const int MaxAttempts = 20;

    private readonly IZkClient _client;
    private readonly DeployPublisherOptions _options;
    private readonly DeployNodes _nodes;
    private readonly ILogger _logger;

    /// <summary>Makes a publisher; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public DeployPublisher(IZkClient client, DeployPublisherOptions options)
    {
        options.Validate();
        _client = client;
        _options = options;
        _nodes = new DeployNodes(options.Path);
        _logger = options.LoggerFactory.CreateLogger<DeployPublisher>();
    }

    /// <summary>
    /// Publishes a manifest in one transaction: the history entry, its results root and the manifest itself, so that no
    /// reader ever sees one without the others. Creates what is missing on first use, and prunes the history afterwards.
    /// </summary>
    /// <remarks>
    /// Each call makes a new deploy, even of the same content. When the connection was lost and nobody knows whether the
    /// transaction happened, the deploy id is looked for before it is tried again, so it never happens twice; a caller that
    /// gives a deploy id of its own may call again with it for the same reason. When others publish at the same time, the
    /// later one stands.
    /// </remarks>
    /// <exception cref="DeployException">The manifest breaks the rules, its deploy id is taken, or others kept publishing in between.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public Task<PublishedDeploy> PublishAsync(DeployManifest manifest, CancellationToken cancellationToken = default) => PublishAsync(manifest, over: null, cancellationToken);

    /// <summary>Publishes a manifest only in the place of the one that was read; what else was published meanwhile stands.</summary>
    internal async Task<PublishedDeploy> PublishAsync(DeployManifest manifest, NodeVersion? over, CancellationToken cancellationToken)
    {
        var complete = Complete(manifest);
        var data = DeployManifestJson.Write(complete);
        var problems = DeployManifestJson.Read(data).Problems.Concat(DeployRules.Check(complete, _options.AllowedSchemes)).DistinctBy(problem => problem.Field).ToList();
        if (problems.Count > 0)
        {
            throw new DeployException(DeployErrorIds.ManifestRefused, $"The manifest was not published to {_options.Path}: {string.Join(" ", problems.Select(problem => problem.Message))}")
            {
                Problems = problems,
                Path = _options.Path,
                Operation = "Publish",
            };
        }

        var published = await PublishCompleteAsync(complete, over, cancellationToken).ConfigureAwait(false);
        LogPublished(_options.Path.Value, published.DeployId, complete, published.Zxid.ToString());
        await PruneAsync(published.DeployId, cancellationToken).ConfigureAwait(false);
        return published;
    }

    private DeployManifest Complete(DeployManifest manifest)
    {
        var now = _options.TimeProvider.GetUtcNow();
        return manifest with
        {
            Url = DeployUrl.Normalize(manifest.Url),
            CommitId = DeployRules.NormalizeCommitId(manifest.CommitId),
            DeployId = manifest.DeployId ?? NewDeployId(now),
            PublishedBy = manifest.PublishedBy ?? _options.PublishedBy,
            PublishedAt = manifest.PublishedAt ?? now,
        };
    }

    /// <summary>Readable, sorted by time, and unique without asking anybody.</summary>
    private static string NewDeployId(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyyMMdd'-'HHmmss", CultureInfo.InvariantCulture) + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private async Task<PublishedDeploy> PublishCompleteAsync(DeployManifest manifest, NodeVersion? over, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                var before = await ReadAsync(_nodes.Manifest, cancellationToken).ConfigureAwait(false);
                if (over is not null && before?.Stat.Version != over) break;
                var hasDeploys = before is not null && (await _client.ExistsAsync(_nodes.Deploys, cancellationToken).ConfigureAwait(false)).Exists;
                var signed = Sign(manifest, before);
                var results = await _client.MultiAsync(Operations(manifest, DeployManifestJson.Write(signed), before?.Stat, hasDeploys), cancellationToken).ConfigureAwait(false);
                if (results[^1].Stat is { } stat) return new(manifest.DeployId!, _options.Path, signed, stat.Mzxid, stat.Version);
            }
            catch (MultiFailedException e) when (e.Cause is NoNodeException or NodeExistsException or BadVersionException)
            {
                // Somebody else published or made a node in between; or this very deploy was done by an attempt whose reply was lost.
                if (e.Cause is NoNodeException && e.Index == 0 && !_nodes.Manifest.Parent.IsRoot) await MakeParentsAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ZkException e) when (e is ConnectionLossException { OutcomeUnknown: true } or SessionExpiredException { OutcomeUnknown: true })
            {
                LogUnknown(e, manifest.DeployId!);
                await CatchUpAsync(e, cancellationToken).ConfigureAwait(false);
            }

            if (await FindAsync(manifest, cancellationToken).ConfigureAwait(false) is { } found) return found;
        }

        throw new DeployException(DeployErrorIds.PublishConflict, over is null
            ? $"Publishing to {_options.Path} failed {MaxAttempts} times because others changed it in between. Find out who publishes, and try again."
            : $"Nothing was published to {_options.Path}: somebody else has published there in between. See what stands there now, and decide again.")
        {
            Path = _options.Path,
            Operation = "Publish",
        };
    }

    /// <summary>Signed at each attempt anew: its number must be above that of the manifest that it takes the place of.</summary>
    private DeployManifest Sign(DeployManifest manifest, ZkNode? before)
    {
        if (_options.SigningKey is not { } key) return manifest;
        var present = before is null ? null : DeployManifestJson.Read(before.Data.Span).Manifest;
        return DeploySigner.Sign(manifest, DeploySigner.ServerPath(_client, _options.Path), DeploySigner.NextSequence(_options.TimeProvider.GetUtcNow(), present), key);
    }

    private async Task<ZkNode?> ReadAsync(ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.GetAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>Makes the next read tell whether the transaction happened.</summary>
    private async Task CatchUpAsync(ZkException unknown, CancellationToken cancellationToken)
    {
        try
        {
            await _client.SyncAsync(_nodes.Manifest, cancellationToken).ConfigureAwait(false);
        }
        catch (ZkException)
        {
            // No connection in time: the caller is to hear that the deploy may have been published, not that a sync failed.
            ExceptionDispatchInfo.Throw(unknown);
        }
    }

    /// <summary>The manifest comes last: its result has the transaction's zxid.</summary>
    private List<ZkOperation> Operations(DeployManifest manifest, byte[] data, Stat? before, bool hasDeploys)
    {
        var deployId = manifest.DeployId!;
        var operations = new List<ZkOperation>();
        // A node has to be there before its children; its data is set in the end all the same.
        if (before is null) operations.Add(new ZkOperation.Create(_nodes.Manifest, default, CreateMode.Persistent, _options.Acl));
        if (!hasDeploys) operations.Add(new ZkOperation.Create(_nodes.Deploys, default, CreateMode.Persistent, _options.Acl));
        operations.Add(new ZkOperation.Create(_nodes.Deploy(deployId), data, CreateMode.Persistent, _options.Acl));
        operations.Add(new ZkOperation.Create(_nodes.Results(deployId), default, CreateMode.Persistent, _options.Acl));
        if (manifest.Strategy is not null) operations.AddRange(new RolloutNodes(_nodes.Deploy(deployId)).Creates(_options.Acl));
        operations.Add(new ZkOperation.Set(_nodes.Manifest, data, before?.Version ?? 0));
        return operations;
    }

    private async Task MakeParentsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.CreateAsync(_nodes.Manifest.Parent, options: new ZkCreateOptions { CreateParents = true, Acl = _options.Acl }, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (NodeExistsException)
        {
            // Somebody else was quicker.
        }
    }

    /// <summary>The deploy, if the transaction happened after all; null if it did not.</summary>
    /// <exception cref="DeployException">Another deploy has its id.</exception>
    private async Task<PublishedDeploy?> FindAsync(DeployManifest manifest, CancellationToken cancellationToken)
    {
        if (await ReadAsync(_nodes.Deploy(manifest.DeployId!), cancellationToken).ConfigureAwait(false) is not { } entry) return null;
        if (DeployManifestJson.Read(entry.Data.Span).Manifest is not { } found || !IsSameRequest(manifest, found))
        {
            throw new DeployException(DeployErrorIds.DeployIdTaken, $"The deploy id '{manifest.DeployId}' is taken by another deploy at {entry.Path}. Publish without an id to get a new one.")
            {
                Path = entry.Path,
                Operation = "Publish",
            };
        }

        var node = await _client.ExistsAsync(_nodes.Manifest, cancellationToken).ConfigureAwait(false);
        return new(manifest.DeployId!, _options.Path, found, entry.Stat.Czxid, node.Stat?.Version ?? 0);
    }

    /// <summary>Times and signatures differ from attempt to attempt.</summary>
    private static bool IsSameRequest(DeployManifest manifest, DeployManifest before) =>
        before.AsksTheSameAs(manifest) && before.Note == manifest.Note && before.PublishedBy == manifest.PublishedBy;

    private async Task PruneAsync(string deployId, CancellationToken cancellationToken)
    {
        try
        {
            await new DeployHistory(_client, _nodes).PruneAsync(_options.KeepHistory, deployId, cancellationToken).ConfigureAwait(false);
        }
        catch (ZkException e) when (e.IsTransient)
        {
            // The deploy is published, and that is what was asked for; the next one prunes.
            LogNotPruned(e);
        }
    }

    [LoggerMessage(5150, LogLevel.Information, "Published deploy {DeployId} to {Path}: {Manifest} (zxid {Zxid})")]
    private partial void LogPublished(string path, string deployId, DeployManifest manifest, string zxid);

    [LoggerMessage(5151, LogLevel.Warning, "The outcome of publishing deploy {DeployId} is unknown; looking for it")]
    private partial void LogUnknown(Exception exception, string deployId);

    [LoggerMessage(5152, LogLevel.Warning, "The history could not be pruned")]
    private partial void LogNotPruned(Exception exception);
}
