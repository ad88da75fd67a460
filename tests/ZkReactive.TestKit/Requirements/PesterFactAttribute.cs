using Xunit;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs pwsh and Pester 5; skipped with the reason where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PesterFactAttribute : FactAttribute
{
    public PesterFactAttribute() => Skip = PesterInstallation.Missing;
}
