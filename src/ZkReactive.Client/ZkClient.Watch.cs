using ZkReactive.Client.Calls;
using ZkReactive.Client.Watches;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    /// <inheritdoc/>
    public async ValueTask<IZkPersistentWatch> AddWatchAsync(ZkPath path, WatchMode mode, CancellationToken cancellationToken = default)
    {
        var serverPath = _driver.Chroot.Prepend(path);
        var watch = new PersistentWatch(_driver.Watches, path, serverPath, mode, Options.MaxQueuedWatchEvents);
        if (_driver.Watches.TryJoin(watch)) return watch;

        return await SendAsync(new AddWatchCall { Path = path, ServerPath = serverPath, Watch = watch }, cancellationToken);
    }
}
