using System.Diagnostics;

namespace ZkReactive.TestKit.Requirements;

/// <summary>Whether PowerShell and Pester are on this machine.</summary>
public static class PesterInstallation
{
    private const int Minute = 60_000;
    private static readonly Lazy<string?> Reason = new(Look);

    /// <summary>Why Pester suites cannot run here; null when they can.</summary>
    public static string? Missing => Reason.Value;

    private static string? Look()
    {
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, name)))) return "PowerShell (pwsh) is not on the PATH.";

        const string Question = "exit [int](-not (Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -ge 5 }))";
        using var pwsh = Process.Start(new ProcessStartInfo(name)
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-Command", Question },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (!pwsh.WaitForExit(Minute))
        {
            pwsh.Kill(entireProcessTree: true);
            return "PowerShell (pwsh) did not answer.";
        }

        return pwsh.ExitCode == 0 ? null : "The PowerShell module Pester, version 5 or later, is not installed.";
    }
}
