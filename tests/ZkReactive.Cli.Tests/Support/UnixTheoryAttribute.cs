namespace ZkReactive.Cli.Tests.Support;

/// <summary>A test that sends Unix signals.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no signals to send" : null;
}
