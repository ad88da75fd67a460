using System.Diagnostics;

namespace ZkReactive.PowerShell.Tests;

/// <summary>Runs a script in a PowerShell of its own, to its end.</summary>
internal static class PowerShellProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs <c>pwsh</c> with these arguments and variables.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-NoProfile", "-NonInteractive", .. arguments]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var pwsh = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        var output = pwsh.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = pwsh.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await pwsh.WaitForExitAsync(deadline.Token);
        }
        finally
        {
            if (!pwsh.HasExited) pwsh.Kill(entireProcessTree: true);
        }

        return (pwsh.ExitCode, await output, await error);
    }

    /// <summary>Runs a script, which is to succeed; gives the lines it writes, without colours.</summary>
    public static async Task<string[]> RunScriptAsync(string script, IReadOnlyDictionary<string, string>? variables = null)
    {
        var (exitCode, output, error) = await RunAsync(
            ["-Command", $"$ErrorActionPreference = 'Stop'; $PSStyle.OutputRendering = 'PlainText'\n{script}"], variables);
        Assert.True(exitCode == 0, $"{output}\n{error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
