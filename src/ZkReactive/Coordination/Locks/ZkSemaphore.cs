using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>
/// So many holders at a time, in the order of asking. All clients must name the same number. It interoperates with Curator's
/// <c>InterProcessSemaphoreV2</c> on the same path.
/// </summary>
/// <remarks>
/// Who asks stands in a line (<c>locks</c>); its head alone watches the holders (<c>leases</c>) and takes the next free place,
/// so a place that becomes free wakes one waiter.
/// </remarks>
public sealed class ZkSemaphore : IZkLock
{
    private const string LeaseName = "lease-";

    private readonly IZkClient _client;
    private readonly ZkLockOptions _options;
    private readonly ZkPath _leases;
    private readonly OwnNodes _nodes;
    private readonly LineLock _line;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkSemaphore(IZkClient client, ZkPath path, int places, ZkLockOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(places, 1);
        _options = options ?? new ZkLockOptions();
        _client = client;
        Path = path;
        Places = places;
        _leases = path / "leases";
        _nodes = new OwnNodes(client, _leases, _options.Acl);
        _line = new LineLock(client, path / "locks", _options with { Naming = LockNaming.Curator, Data = default }, LockNames.Mutex, isShared: false);
    }

    /// <inheritdoc/>
    public ZkPath Path { get; }

    /// <summary>How many may hold it at a time.</summary>
    public int Places { get; }

    /// <inheritdoc/>
    public async Task<ZkLockHandle> AcquireAsync(CancellationToken cancellationToken = default) =>
        (await EnterAsync(wait: true, cancellationToken).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public Task<ZkLockHandle?> TryAcquireAsync(TimeSpan timeout, CancellationToken cancellationToken = default) => timeout == TimeSpan.Zero
        ? EnterAsync(wait: false, cancellationToken)
        : Deadline.TryAsync(_client, timeout, token => EnterAsync(wait: true, token), cancellationToken);

    private async Task<ZkLockHandle?> EnterAsync(bool wait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var head = wait
                ? await _line.AcquireAsync(cancellationToken).ConfigureAwait(false)
                : await _line.TryAcquireAsync(TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
            if (head is null) return null;
            await using (head.ConfigureAwait(false))
            {
                using var both = CancellationTokenSource.CreateLinkedTokenSource(head.Lost, cancellationToken);
                try
                {
                    var lease = await TakeAsync(wait, both.Token).ConfigureAwait(false);
                    if (lease is null && !wait) return null;
                    if (lease is not null && !head.Lost.IsCancellationRequested) return lease;
                    if (lease is not null) await lease.DisposeAsync().ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (head.Lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // No longer the head of the line: stand in it anew.
                }
            }
        }
    }

    /// <summary>As the head of the line: makes a lease and waits until there are no more leases than places; null when it went, or others have them all.</summary>
    private async Task<ZkLockHandle?> TakeAsync(bool wait, CancellationToken cancellationToken)
    {
        var node = await _nodes.CreateAsync(() => LockNames.NewMarker(LockNaming.Curator), LeaseName, _options.Data, cancellationToken).ConfigureAwait(false);
        var isTaken = false;
        try
        {
            while (true)
            {
                var (children, watch) = await Patience.RunAsync(_client, token => _client.GetChildrenWatchedAsync(_leases, token), cancellationToken).ConfigureAwait(false);
                await using (watch.ConfigureAwait(false))
                {
                    if (!children.Names.Contains(node.Path.Name)) return null;
                    if (children.Names.Count <= Places && _client.Session.Id == node.Session)
                    {
                        var handle = new ZkLockHandle(_client, Path, node, _options.SuspectAfter, _nodes.RemoveSoonAsync);
                        isTaken = handle.Loss is null;
                        return isTaken ? handle : null;
                    }

                    if (!wait) return null;
                    var fired = await watch.Fired.WaitAsync(cancellationToken).ConfigureAwait(false);
                    ObjectDisposedException.ThrowIf(fired is { Type: WatchEventType.None, State: KeeperState.Closed }, _client);
                    if (fired.Type == WatchEventType.None) return null;
                }
            }
        }
        finally
        {
            if (!isTaken) await _nodes.RemoveSoonAsync(node).ConfigureAwait(false);
        }
    }
}
