using System.Diagnostics;
using ZkReactive.Pipelines.Deploy.Git;

namespace ZkReactive.Tests.Pipelines.Deploy.Git;

/// <summary>The git command that a killed agent has left running.</summary>
public sealed class OrphanedGitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DeployScratch _scratch = new();
    private readonly string _state;

    public OrphanedGitTests() => _state = Directory.CreateDirectory(_scratch.In("state")).FullName;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task TheCommandNotedLast_IsEnded()
    {
        using var first = Begin();
        using var second = Begin();
        OrphanedGit.Note(_state, first);
        OrphanedGit.Note(_state, second);

        await OrphanedGit.EndAsync(_state);

        await second.WaitForExitAsync().WaitAsync(Patience);
        Assert.False(first.HasExited);
        await EndByItselfAsync(first);
    }

    [Fact]
    public async Task ANoteOverALongerOne_IsRead()
    {
        // As an agent of before wrote it, for a process that nobody has.
        await File.WriteAllTextAsync(Path.Combine(_state, "git.pid"), $"{int.MaxValue} {long.MaxValue}");
        using var process = Begin();
        OrphanedGit.Note(_state, process);

        await OrphanedGit.EndAsync(_state);

        await process.WaitForExitAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task AnotherProcessOfThatNumber_IsLeftAlone()
    {
        using var process = Begin();
        await File.WriteAllTextAsync(Path.Combine(_state, "git.pid"), $"{process.Id} {process.StartTime.ToUniversalTime().AddMinutes(-1).Ticks}");

        await OrphanedGit.EndAsync(_state);

        Assert.False(process.HasExited);
        await EndByItselfAsync(process);
    }

    /// <summary>A git that waits for its input.</summary>
    private Process Begin() =>
        Process.Start(new ProcessStartInfo("git", ["-C", _scratch.Repository.Location, "cat-file", "--batch"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    private static async Task EndByItselfAsync(Process process)
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
    }
}
