using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Status;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Waits for deploys.</summary>
public static class DeployWait
{
    /// <summary>How long an agent that went away may take to come back before it is given up: a restart takes a moment.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Waits until every present agent has a result for a deploy. An agent that goes away without one is reported, not
    /// present and not finished, and is not waited for; the outcome is then <see cref="DeployOutcome.Failed"/>.
    /// </summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The manifest node.</param>
    /// <param name="deployId">Which deploy.</param>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="expectedAgents">How many agents must have finished at the least; null for one.</param>
    /// <param name="progress">Told of each change.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>
    /// How the deploy ended: succeeded, failed, invalid, or superseded when a newer manifest stands in its place.
    /// </returns>
    /// <exception cref="ZkTimeoutException">The time lapsed; <paramref name="progress"/> had the last state.</exception>
    /// <exception cref="DeployException">There is no such deploy.</exception>
    public static async Task<DeployStatus> WaitAsync(
        IZkClient client,
        ZkPath path,
        string deployId,
        TimeSpan timeout,
        int? expectedAgents = null,
        IProgress<DeployStatus>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var time = client.Options.TimeProvider;
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var tracker = new DeployWaitTracker(deployId, Math.Max(1, expectedAgents ?? 1), Grace);
        try
        {
            // What was published through another connection must be seen by this one, or it would look superseded.
            await client.SyncAsync(path, either.Token).ConfigureAwait(false);
            // Full is never met: of several states only the newest counts.
            var states = Channel.CreateBounded<DeployStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
            using var subscription = client.ObserveDeploy(path).Subscribe(status => states.Writer.TryWrite(status), e => states.Writer.TryComplete(e), () => states.Writer.TryComplete());
            DeployStatus? latest = null;
            while (true)
            {
                var next = await NextAsync(states.Reader, tracker.IsInGrace ? Grace : Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(false) ?? latest!;
                var isNew = !ReferenceEquals(next, latest);
                latest = next;
                var status = tracker.Take(next, time.GetUtcNow());
                if (status is null) return await SupersededAsync(client, path, deployId, progress, either.Token).ConfigureAwait(false);
                if (isNew) progress?.Report(status);
                if (tracker.IsDone) return status;
            }
        }
        catch (ChannelClosedException e)
        {
            throw e.InnerException ?? new ObjectDisposedException(nameof(IZkClient), "The client was disposed while a deploy was waited for.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ZkTimeoutException(timeout, "every agent's result", $"Deploy {deployId} at {path} was not finished within {timeout}: {tracker.Summary}") { Path = path, Operation = "Wait" };
        }
    }

    /// <summary>The next state; null when a pause went by without one.</summary>
    private static async Task<DeployStatus?> NextAsync(ChannelReader<DeployStatus> states, TimeSpan pause, TimeProvider time, CancellationToken cancellationToken)
    {
        if (pause == Timeout.InfiniteTimeSpan) return await states.ReadAsync(cancellationToken).ConfigureAwait(false);
        using var limit = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await states.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>A newer manifest stands in its place: what the agents made of this one, as far as they got.</summary>
    private static async Task<DeployStatus> SupersededAsync(IZkClient client, ZkPath path, string deployId, IProgress<DeployStatus>? progress, CancellationToken cancellationToken)
    {
        var status = await DeployStatusReader.ReadAsync(client, path, deployId, cancellationToken).ConfigureAwait(false);
        // All may have finished in the moment before the newer manifest came.
        if (status.Outcome != DeployOutcome.Succeeded) status = status with { Outcome = DeployOutcome.Superseded };
        progress?.Report(status);
        return status;
    }
}
