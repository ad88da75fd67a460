using System.Diagnostics;

namespace ZkReactive.TestKit.Requirements;

/// <summary>A Python interpreter that can import kazoo: the distribution's one first, then those on the PATH.</summary>
public static class KazooInstallation
{
    private static readonly Lazy<string?> Search = new(() => Candidates().FirstOrDefault(CanImportKazoo));

    /// <summary>The interpreter; null when there is none.</summary>
    public static string? Python => Search.Value;

    /// <summary>What is missing, in words; null when nothing is.</summary>
    public static string? Missing => Python is null ? "No python3 was found that can import kazoo: install python3-kazoo." : null;

    private static IEnumerable<string> Candidates()
    {
        if (File.Exists("/usr/bin/python3")) yield return "/usr/bin/python3";
        var names = OperatingSystem.IsWindows() ? new[] { "python.exe" } : ["python3", "python"];
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var path in names.Select(name => Path.Combine(folder, name)).Where(File.Exists)) yield return path;
        }
    }

    private static bool CanImportKazoo(string python)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import kazoo.client");
        using var process = Process.Start(start);
        return process is not null && process.WaitForExit(30_000) && process.ExitCode == 0;
    }
}
