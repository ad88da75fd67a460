using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>
/// Writes an agent's results to ZooKeeper, one after the other, for as long as it takes. A result costs one request; two
/// when it is there already; three when the deploy was written by a tool that makes no history entry.
/// </summary>
internal sealed partial class DeployResults(IZkClient client, DeployAgentOptions options, Action<DeployCommand> post, ILogger logger)
{
    private const int MaxAttempts = 8;

    private readonly DeployNodes _nodes = new(options.Path);
    private readonly TransientRetry _retry = new(options.TimeProvider);

    /// <summary>Full means that ZooKeeper has been away for many deploys: the agent waits, for it gets no new manifests either.</summary>
    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(new BoundedChannelOptions(64) { SingleReader = true });

    /// <summary>Puts a result in the queue.</summary>
    /// <param name="deployId">The deploy.</param>
    /// <param name="state">How it ended.</param>
    /// <param name="data">What to write.</param>
    /// <param name="published">The manifest node's data, for a history entry if there is none; empty never to make one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async ValueTask AddAsync(string deployId, DeployAgentState state, ResultData data, ReadOnlyMemory<byte> published, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(new(deployId, state, data, published), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The agent ends; the journal knows that this result is still to be written, and the next start writes it.
        }
    }

    /// <summary>Says that no more will be added.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    /// <summary>Writes until completed and empty.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in _queue.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await _retry.RunAsync(token => WriteAsync(entry, token), cancellationToken).ConfigureAwait(false);
            }
            catch (ZkException e)
            {
                LogRefused(e, entry.DeployId, options.AgentId, e.ErrorId);
                Dropped(entry, new(e.ErrorId, e.Message));
            }
        }
    }

    private async Task WriteAsync(Entry entry, CancellationToken cancellationToken)
    {
        var node = _nodes.Result(entry.DeployId, options.AgentId);
        var data = DeployJson.Write(entry.Data);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            try
            {
                await client.CreateAsync(node, data, cancellationToken: cancellationToken).ConfigureAwait(false);
                Written(entry);
                return;
            }
            catch (NodeExistsException)
            {
                // Written before the agent was restarted, or by an attempt whose reply was lost.
                if (!await TryReplaceAsync(entry, node, data, cancellationToken).ConfigureAwait(false)) continue;
                Written(entry);
                return;
            }
            catch (NoNodeException)
            {
                if (entry.Published.IsEmpty || !await TryMakeRootAsync(entry, cancellationToken).ConfigureAwait(false))
                {
                    Dropped(entry, new(DeployErrorIds.ResultDropped, $"{_nodes.Results(entry.DeployId)} is not there: the deploy is no longer in the history."));
                    return;
                }
            }
        }

        Dropped(entry, new(DeployErrorIds.ResultDropped, $"{node} came and went {MaxAttempts} times while it was written."));
    }

    private void Written(Entry entry) => post(new DeployCommand.RecordResult(options.TimeProvider.GetUtcNow(), entry.DeployId, entry.State));

    private void Dropped(Entry entry, DeployError why) => post(new DeployCommand.DropResult(options.TimeProvider.GetUtcNow(), entry.DeployId, entry.State, why));

    /// <summary>False when the node went away in between.</summary>
    private async Task<bool> TryReplaceAsync(Entry entry, ZkPath node, byte[] data, CancellationToken cancellationToken)
    {
        try
        {
            var found = await client.GetAsync(node, cancellationToken).ConfigureAwait(false);
            if (DeployJson.TryRead(found.Data, out ResultData? before) && before.SaysTheSameAs(entry.Data)) return true;
            await client.SetAsync(node, data, NodeVersion.Any, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes what a publisher would have made, in one step; of a whole fleet one agent succeeds, and prunes the history.
    /// Never makes the manifest node: when that is gone, there is nothing to report on. False then.
    /// </summary>
    private async Task<bool> TryMakeRootAsync(Entry entry, CancellationToken cancellationToken)
    {
        try
        {
            await client.MultiAsync(
                [new ZkOperation.Create(_nodes.Deploy(entry.DeployId), entry.Published), new ZkOperation.Create(_nodes.Results(entry.DeployId), default)],
                cancellationToken).ConfigureAwait(false);
            await new DeployHistory(client, _nodes).PruneAsync(options.KeepHistory, entry.DeployId, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MultiFailedException e) when (e.Cause is NodeExistsException && e.Index == 0)
        {
            return await TryMakeAsync(_nodes.Results(entry.DeployId), cancellationToken).ConfigureAwait(false);
        }
        catch (MultiFailedException e) when (e.Cause is NoNodeException)
        {
            return await TryMakeAsync(_nodes.Deploys, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> TryMakeAsync(ZkPath node, CancellationToken cancellationToken)
    {
        try
        {
            await client.CreateAsync(node, cancellationToken: cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (NodeExistsException)
        {
            return true;
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    private sealed record Entry(string DeployId, DeployAgentState State, ResultData Data, ReadOnlyMemory<byte> Published);

    [LoggerMessage(5110, LogLevel.Error, "The result of deploy {DeployId} by agent {Agent} cannot be written: {ErrorId}")]
    private partial void LogRefused(Exception exception, string deployId, string agent, string errorId);
}
