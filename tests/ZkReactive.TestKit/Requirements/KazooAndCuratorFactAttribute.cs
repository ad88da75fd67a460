using Xunit;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs kazoo and Curator, and what each of them needs; skipped with the reason where something is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KazooAndCuratorFactAttribute : FactAttribute
{
    public KazooAndCuratorFactAttribute() => Skip = CuratorFactAttribute.Missing ?? KazooInstallation.Missing;
}
