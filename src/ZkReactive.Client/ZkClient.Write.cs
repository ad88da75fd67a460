using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    /// <inheritdoc/>
    public ValueTask<Stat> SetAsync(ZkPath path, ReadOnlyMemory<byte> data, NodeVersion version, CancellationToken cancellationToken = default) =>
        SendAsync(SetDataCall.Rent(path, _driver.Chroot.Prepend(path), data, version), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Stat> SetAclAsync(ZkPath path, IReadOnlyList<Acl> acl, NodeVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        return SendAsync(new SetAclCall { Path = path, ServerPath = _driver.Chroot.Prepend(path), Acl = acl, Version = version }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(ZkPath path, NodeVersion version, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        var call = DeleteCall.Rent(path, _driver.Chroot.Prepend(path), version);
        call.CancelWith(cancellationToken);
        _driver.Submit(call);
        return call.TaskWithoutResult;
    }
}
