using ZkReactive.Protocol;

namespace ZkReactive.Cli.Demo;

/// <summary>What an agent of the demo is started with.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ConnectString">Where it connects: to the demo's relay.</param>
/// <param name="SessionTimeout">How soon the ensemble gives up on it.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="Root">Its root directory.</param>
internal sealed record AgentPlan(string Id, string ConnectString, TimeSpan SessionTimeout, ZkPath Path, string Root)
{
    /// <summary>The relative path that the demo's manifests ask for.</summary>
    public const string RelativePath = "app";

    /// <summary>Where the deployed tree stands.</summary>
    public string Target => System.IO.Path.Combine(Root, RelativePath);
}
