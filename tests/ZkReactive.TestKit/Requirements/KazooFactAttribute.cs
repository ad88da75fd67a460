using Xunit;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs Python with kazoo; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KazooFactAttribute : FactAttribute
{
    public KazooFactAttribute() => Skip = KazooInstallation.Missing;
}
