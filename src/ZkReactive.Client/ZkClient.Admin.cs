using ZkReactive.Client.Calls;
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
        SendAsync(new GetDataCall { Path = ZkPath.Trusted(ConfigPath), ServerPath = ConfigPath }, cancellationToken);
}
