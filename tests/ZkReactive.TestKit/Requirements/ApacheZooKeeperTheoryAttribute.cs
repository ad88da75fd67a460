using Xunit;
using ZkReactive.TestKit.Apache;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A theory that needs Java and Apache ZooKeeper; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ApacheZooKeeperTheoryAttribute : TheoryAttribute
{
    public ApacheZooKeeperTheoryAttribute() => Skip = ApacheInstallation.Missing;
}
