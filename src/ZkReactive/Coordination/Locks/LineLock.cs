using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>A lock that is one line of nodes: a mutex, or one of the two sides of a read/write lock.</summary>
internal sealed class LineLock : IZkLock
{
    private readonly IZkClient _client;
    private readonly ZkLockOptions _options;
    private readonly string _suffix;
    private readonly WaitLine _line;

    public LineLock(IZkClient client, ZkPath path, ZkLockOptions? options, Func<LockNaming, string> suffix, bool isShared)
    {
        ArgumentNullException.ThrowIfNull(client);
        _options = options ?? new ZkLockOptions();
        _options.Validate();
        _client = client;
        Path = path;
        _suffix = suffix(_options.Naming);
        _line = new WaitLine(client, path, isShared, _options.Acl);
    }

    /// <inheritdoc/>
    public ZkPath Path { get; }

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
            var node = await _line.EnterAsync(() => LockNames.NewMarker(_options.Naming), _suffix, _options.Data, wait, cancellationToken).ConfigureAwait(false);
            if (node is null) return null;
            var handle = new ZkLockHandle(_client, Path, node, _options.SuspectAfter, _line.LeaveAsync);
            if (handle.Loss is null) return handle;

            // The session ended in this very moment.
            await handle.DisposeAsync().ConfigureAwait(false);
        }
    }
}
