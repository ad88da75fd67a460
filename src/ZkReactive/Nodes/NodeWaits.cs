using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Nodes;

/// <summary>Waiting for one state of a node.</summary>
public static class NodeWaits
{
    /// <summary>
    /// Waits until a node, which need not exist, is as <paramref name="condition"/> wants it; at once if it is so now. States
    /// that pass while the node is being read, or while the condition runs, may not be seen; the last one always is.
    /// </summary>
    /// <param name="client">The connection; the wait goes on through lost connections and expired sessions.</param>
    /// <param name="path">The node.</param>
    /// <param name="condition">Looks at a state; called on the thread pool, one call at a time.</param>
    /// <param name="timeout">How long to wait, by the client's clock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The first state that was seen to meet the condition.</returns>
    /// <exception cref="ZkTimeoutException">It was not so in time.</exception>
    /// <exception cref="NoAuthException">The node must not be read.</exception>
    public static async Task<NodeChange> WaitForNodeAsync(
        this IZkClient client, ZkPath path, Func<NodeChange, bool> condition, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(condition);
        using var deadline = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, client.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        NodeChange? last = null;
        try
        {
            return await client.ObserveNode(path).Do(change => last = change).FirstOrDefaultAsync(condition).ToTask(either.Token).ConfigureAwait(false)
                ?? throw new ObjectDisposedException(nameof(IZkClient), $"The session was closed while {path} was being waited for.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ZkTimeoutException(timeout!.Value, "a node", $"Waited {timeout} for {path}; {Describe(last)}.");
        }
    }

    private static string Describe(NodeChange? last) => last switch
    {
        null => "its state could not be read in that time",
        { Stat: { } stat } => $"it is there, with version {stat.Version} and {stat.DataLength} bytes of data",
        _ => "it is not there",
    };
}
