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
    /// that pass while the node is being read, or while the condition runs, may not be seen; the last one always is. Children
    /// that come or go are no new state of the node: <see cref="WaitForChildrenAsync"/> waits for them.
    /// </summary>
    /// <param name="client">The connection; the wait goes on through lost connections and expired sessions.</param>
    /// <param name="path">The node.</param>
    /// <param name="condition">Looks at a state; called on the thread pool, one call at a time.</param>
    /// <param name="timeout">How long to wait, by the client's clock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The first state that was seen to meet the condition.</returns>
    /// <exception cref="ZkTimeoutException">It was not so in time.</exception>
    /// <exception cref="NoAuthException">The node must not be read.</exception>
    public static Task<NodeChange> WaitForNodeAsync(
        this IZkClient client, ZkPath path, Func<NodeChange, bool> condition, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(condition);
        return WaitAsync(client, path, client.ObserveNode(path), condition, Describe, timeout, cancellationToken);
    }

    /// <summary>Waits, in the same way, until the children of a node are as <paramref name="condition"/> wants them.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="path">The parent, which need not exist: it has no children then.</param>
    /// <param name="condition">Looks at the children; called on the thread pool, one call at a time.</param>
    /// <param name="timeout">How long to wait, by the client's clock; null for as long as it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The first children that were seen to meet the condition.</returns>
    /// <exception cref="ZkTimeoutException">It was not so in time.</exception>
    /// <exception cref="NoAuthException">The children must not be listed.</exception>
    public static Task<ChildrenChange> WaitForChildrenAsync(
        this IZkClient client, ZkPath path, Func<ChildrenChange, bool> condition, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(condition);
        return WaitAsync(client, path, client.ObserveChildren(path), condition, last => last.Exists ? $"it has {last.Children.Count} children" : "it is not there", timeout, cancellationToken);
    }

    private static async Task<T> WaitAsync<T>(
        IZkClient client, ZkPath path, IObservable<T> states, Func<T, bool> condition, Func<T, string> describe, TimeSpan? timeout, CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, client.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        T? last = null;
        try
        {
            return await states.Do(change => last = change).FirstOrDefaultAsync(condition).ToTask(either.Token).ConfigureAwait(false)
                ?? throw new ObjectDisposedException(nameof(IZkClient), $"The session was closed while {path} was being waited for.");
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var found = last is null ? "its state could not be read in that time" : describe(last);
            throw new ZkTimeoutException(timeout!.Value, "a node", $"Waited {timeout} for {path}; {found}.");
        }
    }

    private static string Describe(NodeChange last) => last.Stat is { } stat
        ? $"it is there, with version {stat.Version} and {stat.DataLength} bytes of data"
        : "it is not there";
}
