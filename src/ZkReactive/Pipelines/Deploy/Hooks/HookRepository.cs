using System.ComponentModel;
using System.Diagnostics;
using ZkReactive.Pipelines.Processes;

namespace ZkReactive.Pipelines.Deploy.Hooks;

/// <summary>A repository whose pushes or commits are published, as git sees it.</summary>
/// <param name="CommonDirectory">Its git directory, the main one of all its work trees.</param>
/// <param name="IsBare">Whether it has no work tree.</param>
/// <param name="Hooks">Where git looks for its hooks.</param>
/// <param name="SharesHooks">Whether other repositories' hooks are there too.</param>
internal sealed record HookRepository(string CommonDirectory, bool IsBare, string Hooks, bool SharesHooks)
{
    private const int OutputLimit = 64 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The hooks that publish.</summary>
    internal IReadOnlyList<string> HookNames => IsBare ? ["post-receive"] : ["post-commit", "post-merge"];

    /// <exception cref="DeployException">It is no repository, or git cannot be run.</exception>
    internal static async Task<HookRepository> FindAsync(string directory, CancellationToken cancellationToken)
    {
        var full = Path.GetFullPath(directory);
        if (!Directory.Exists(full)) throw Failed($"'{full}' is no directory.");
        var lines = (await GitAsync(full, ["rev-parse", "--git-common-dir", "--is-bare-repository", "--git-path", "hooks"], cancellationToken).ConfigureAwait(false)
            ?? throw Failed($"'{full}' is no git repository.")).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var common = Path.GetFullPath(lines[0], full);
        var scope = await GitAsync(full, ["config", "--show-scope", "--get", "core.hooksPath"], cancellationToken).ConfigureAwait(false);
        var shares = scope is not null && !scope.StartsWith("local", StringComparison.Ordinal) && !scope.StartsWith("worktree", StringComparison.Ordinal);
        return new(common, lines[1] == "true", Path.GetFullPath(lines[2], full), shares);
    }

    /// <summary>The commit that a branch points to; null when it is gone.</summary>
    internal async Task<string?> TipAsync(string branch, CancellationToken cancellationToken) =>
        (await GitAsync(CommonDirectory, ["rev-parse", "--quiet", "--verify", $"refs/heads/{branch}^{{commit}}"], cancellationToken).ConfigureAwait(false))?.Trim() is { Length: > 0 } commit ? commit : null;

    /// <summary>Whether a name can be a branch's.</summary>
    internal async Task<bool> IsBranchNameAsync(string branch, CancellationToken cancellationToken) =>
        branch.Length > 0 && branch[0] != '-' && await GitAsync(CommonDirectory, ["check-ref-format", "refs/heads/" + branch], cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>Runs git outside of the hook's environment; null when it says no.</summary>
    internal static async Task<string?> GitAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        // The account of a service need not own the repository that it serves.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-C", directory, .. arguments]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("GIT_", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("GIT_CONFIG", StringComparison.OrdinalIgnoreCase)).ToList()) start.Environment.Remove(name);
        try
        {
            var git = new ChildProcess { Start = start, Limit = Patience, OutputLimit = OutputLimit, KeepsBeginning = true };
            var result = await git.RunAsync(TimeProvider.System, cancellationToken).ConfigureAwait(false);
            if (result.IsTimedOut) throw Failed($"git {string.Join(' ', arguments)} in '{directory}' took longer than {Patience} and was killed.");
            return result.ExitCode == 0 ? result.Output : null;
        }
        catch (Win32Exception e)
        {
            throw new DeployException(DeployErrorIds.GitMissing, "The git command cannot be started. Install git and see that it is on the PATH.", e);
        }
    }

    internal static DeployException Failed(string message, Exception? inner = null) => new(DeployErrorIds.HookFailed, message, inner);
}
