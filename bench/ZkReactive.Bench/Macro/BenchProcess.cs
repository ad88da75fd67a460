using System.Diagnostics;

namespace ZkReactive.Bench.Macro;

/// <summary>Another process of this program.</summary>
internal static class BenchProcess
{
    /// <summary>How to start it with these arguments.</summary>
    public static ProcessStartInfo Describe(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(BenchProcess).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return start;
    }
}
