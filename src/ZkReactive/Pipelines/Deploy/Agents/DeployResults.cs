using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>
/// Writes an agent's results to ZooKeeper, one after the other, for as long as it takes. A result costs one request; two
/// when it is there already; three when the deploy was written by a tool that makes no history entry.
/// </summary>
internal sealed partial class DeployResults(IZkClient client, DeployAgentOptions options, Action<DeployEvent> emit, ILogger logger)
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
    internal ValueTask AddAsync(string deployId, DeployAgentState state, ResultData data, ReadOnlyMemory<byte> published, CancellationToken cancellationToken) =>
        _queue.Writer.WriteAsync(new(deployId, state, data, published), cancellationToken);

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
                emit(new DeployEvent.ResultWritten(options.TimeProvider.GetUtcNow(), entry.DeployId, entry.State));
                return;
            }
            catch (NodeExistsException)
            {
                // Written before the agent was restarted, or by an attempt whose reply was lost.
                if (!await TryReplaceAsync(entry, node, data, cancellationToken).ConfigureAwait(false)) continue;
                emit(new DeployEvent.ResultWritten(options.TimeProvider.GetUtcNow(), entry.DeployId, entry.State));
                return;
            }
            catch (NoNodeException)
            {
                if (entry.Published.IsEmpty || !await TryMakeRootAsync(entry, cancellationToken).ConfigureAwait(false)) return;
            }
        }
    }

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
