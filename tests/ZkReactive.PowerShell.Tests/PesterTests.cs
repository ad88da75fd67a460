using System.Diagnostics;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.PowerShell.Tests;

/// <summary>The Pester suite, in a real engine, against the module that the build laid out.</summary>
public sealed class PesterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [PesterFact]
    public async Task PesterSuite_Passes()
    {
        using var pwsh = Process.Start(new ProcessStartInfo("pwsh")
        {
            ArgumentList = { "-NoProfile", "-NonInteractive", "-File", Path.Combine(ModuleFolder.Repository, "pester", "run.ps1") },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
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

        Assert.True(pwsh.ExitCode == 0, $"{await output}\n{await error}");
    }
}
