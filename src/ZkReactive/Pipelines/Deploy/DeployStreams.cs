using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Deploys as streams.</summary>
public static class DeployStreams
{
    /// <summary>How the present deploy stands, and each time that changes.</summary>
    public static IObservable<DeployStatus> ObserveDeploy(this IZkClient client, ZkPath path) => throw new NotSupportedException();
}
