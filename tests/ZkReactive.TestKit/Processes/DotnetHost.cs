using System.Runtime.InteropServices;

namespace ZkReactive.TestKit.Processes;

/// <summary>The <c>dotnet</c> command that runs this process, for tests that start themselves as another.</summary>
public static class DotnetHost
{
    /// <summary>Where it is.</summary>
    public static string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
