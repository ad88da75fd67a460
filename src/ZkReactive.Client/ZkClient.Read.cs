using ZkReactive.Client.Calls;
using ZkReactive.Client.Watches;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    /// <inheritdoc/>
    public ValueTask<ZkNode> GetAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        SendAsync(GetDataCall.Rent(path, _driver.Chroot.Prepend(path)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ZkExistence> ExistsAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        SendAsync(ExistsCall.Rent(path, _driver.Chroot.Prepend(path)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ZkChildren> GetChildrenAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        SendAsync(GetChildrenCall.Rent(path, _driver.Chroot.Prepend(path)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ZkAcl> GetAclAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        SendAsync(new GetAclCall { Path = path, ServerPath = _driver.Chroot.Prepend(path) }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SyncAsync(ZkPath path, CancellationToken cancellationToken = default) =>
        await SendAsync(new SyncCall { Path = path, ServerPath = _driver.Chroot.Prepend(path) }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Watched<ZkNode>> GetWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var watch = NewOneShot(path);
        var node = await SendAsync(GetDataCall.Rent(path, watch.ServerPath, watch), cancellationToken);
        return new Watched<ZkNode>(node, watch);
    }

    /// <inheritdoc/>
    public async ValueTask<Watched<ZkExistence>> ExistsWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var watch = NewOneShot(path);
        var existence = await SendAsync(ExistsCall.Rent(path, watch.ServerPath, watch), cancellationToken);
        return new Watched<ZkExistence>(existence, watch);
    }

    /// <inheritdoc/>
    public async ValueTask<Watched<ZkChildren>> GetChildrenWatchedAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var watch = NewOneShot(path);
        var children = await SendAsync(GetChildrenCall.Rent(path, watch.ServerPath, watch), cancellationToken);
        return new Watched<ZkChildren>(children, watch);
    }

    private OneShotWatch NewOneShot(ZkPath path) => new(_driver.Watches, path, _driver.Chroot.Prepend(path));
}
