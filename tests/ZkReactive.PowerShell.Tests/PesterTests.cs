using ZkReactive.TestKit.Requirements;

namespace ZkReactive.PowerShell.Tests;

/// <summary>The Pester suite, in a real engine, against the module that the build laid out.</summary>
public sealed class PesterTests
{
    [PesterFact]
    public async Task PesterSuite_Passes()
    {
        var (exitCode, output, error) = await PowerShellProcess.RunAsync(["-File", Path.Combine(ModuleFolder.Repository, "pester", "run.ps1")]);

        Assert.True(exitCode == 0, $"{output}\n{error}");
    }
}
