using ZkReactive.Client.Calls;
using ZkReactive.Client.Sessions;
using ZkReactive.Client.Watches;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private const string ConfigPath = "/zookeeper/config";

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ZkIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default) =>
        SendAsync(new WhoAmICall(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ZkNode> GetConfigAsync(CancellationToken cancellationToken = default) =>
        SendAsync(GetDataCall.Rent(ZkPath.Trusted(ConfigPath), ConfigPath), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ZkNode> ReconfigAsync(ZkReconfiguration change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        change.Validate();
        return SendAsync(new ReconfigCall { Path = ZkPath.Trusted(ConfigPath), ServerPath = ConfigPath, Change = change }, cancellationToken);
    }

    /// <inheritdoc/>
    public bool UpdateServers(string connectString)
    {
        var servers = ZkConnectString.Parse(connectString);
        if (!servers.Chroot.IsRoot && servers.Chroot != ZkConnectString.Parse(Options.ConnectString).Chroot)
            throw new ArgumentException($"The connect string '{connectString}' has another chroot than the client; servers can change, the chroot cannot.", nameof(connectString));
        return _driver.UpdateServers(servers.Hosts);
    }

    private void FollowMembers()
    {
        if (!Options.FollowMembers) return;
        var logger = Options.LoggerFactory.CreateLogger("ZkReactive.Client");
        var follower = new MembersFollower(GetConfigWatchedAsync, servers => UpdateServers(servers), () => Session.Id, Options.TimeProvider, logger);
        var ended = _driver.Ended;
        _ = Task.Run(() => follower.RunAsync(ended), CancellationToken.None);
    }

    private async ValueTask<Watched<ZkNode>> GetConfigWatchedAsync(CancellationToken cancellationToken)
    {
        var watch = new OneShotWatch(_driver.Watches, ZkPath.Trusted(ConfigPath), ConfigPath);
        var node = await SendAsync(GetDataCall.Rent(watch.Path, ConfigPath, watch), cancellationToken);
        return new Watched<ZkNode>(node, watch);
    }
}
