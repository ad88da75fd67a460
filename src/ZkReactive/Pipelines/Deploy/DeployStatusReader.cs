using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Reads how deploys stand.</summary>
public static class DeployStatusReader
{
    /// <summary>Reads the present deploy: manifest, agents, results.</summary>
    public static Task<DeployStatus> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>Reads one deploy of the history.</summary>
    /// <exception cref="DeployException">There is no such deploy.</exception>
    public static Task<DeployStatus> ReadAsync(IZkClient client, ZkPath path, string deployId, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
