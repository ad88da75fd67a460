using Xunit;
using ZkReactive.TestKit.Apache;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs Java and Apache ZooKeeper; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApacheZooKeeperFactAttribute : FactAttribute
{
    public ApacheZooKeeperFactAttribute() => Skip = ApacheInstallation.Missing;
}
