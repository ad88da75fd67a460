using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private readonly MultiReads _multiReads;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ZkReadResult>> MultiReadAsync(IReadOnlyList<ZkRead> reads, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        return _multiReads.ReadAsync(reads, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> GetAllChildrenNumberAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        SendAsync(new GetAllChildrenNumberCall { Path = path, ServerPath = _driver.Chroot.Prepend(path) }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ZkPath>> GetEphemeralsAsync(ZkPath path = default, CancellationToken cancellationToken = default) =>
        SendAsync(new GetEphemeralsCall { Path = path, ServerPath = _driver.Chroot.Prepend(path), Chroot = _driver.Chroot }, cancellationToken);

    private ValueTask<int> SendMultiReadAsync(ArraySegment<ZkRead> reads, ArraySegment<ZkReadResult> results, CancellationToken cancellationToken) =>
        SendAsync(new MultiReadCall { Path = reads[0].Path, Reads = reads, Results = results, Chroot = _driver.Chroot }, cancellationToken);
}
