namespace ZkReactive.Cli.Demo;

/// <summary>What git itself says of an agent's directory: the demo believes this and no report.</summary>
/// <param name="Commit">HEAD of the working tree at the target; null when there is none.</param>
/// <param name="IsClean">Whether the working tree is exactly that commit.</param>
/// <param name="Found">What is wrong, in words; empty when nothing is.</param>
internal sealed record AgentProof(string? Commit, bool IsClean, string Found)
{
    /// <summary>Whether the target verifiably stands on <paramref name="commit"/>.</summary>
    public bool Shows(string commit) => IsClean && string.Equals(Commit, commit, StringComparison.OrdinalIgnoreCase);

    /// <summary>Asks git in the target directory.</summary>
    public static async Task<AgentProof> TakeAsync(string target, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(target)) return new AgentProof(null, false, $"there is no {target}");

        var head = await DemoGit.TryRunAsync(target, cancellationToken, "rev-parse", "--show-prefix", "HEAD").ConfigureAwait(false);
        if (head.ExitCode != 0) return new AgentProof(null, false, $"git finds no commit in {target}: {head.Error}");

        // Without this check git would answer for a repository around the target: at the top of one the prefix is empty.
        if (head.Output.Split('\n') is not ["", var commit]) return new AgentProof(null, false, $"{target} is not the top of a git working tree");

        var status = await DemoGit.TryRunAsync(target, cancellationToken, "status", "--porcelain", "--untracked-files=all").ConfigureAwait(false);
        if (status.ExitCode != 0) return new AgentProof(commit, false, $"git status failed in {target}: {status.Error}");
        return status.Output.Length == 0
            ? new AgentProof(commit, true, "")
            : new AgentProof(commit, false, $"{status.Output.Split('\n').Length} files in {target} differ from the commit");
    }
}
