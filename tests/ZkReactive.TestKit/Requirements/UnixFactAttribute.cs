using Xunit;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A test that needs a Unix: file modes, signals.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Needs a Unix: file modes and signals.";
    }
}
