using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Git;

/// <summary>Brings a directory to a commit, and reads back what stands in it.</summary>
internal sealed class WorkingTree(GitRunner git)
{
    /// <summary>How git's machine-readable status names the commit that is checked out.</summary>
    private const string HeadLine = "# branch.oid ";

    /// <summary>Fills a directory, empty or a working tree before, with exactly one commit from the cache, submodules included.</summary>
    /// <param name="tree">The directory.</param>
    /// <param name="cache">Where the commit is.</param>
    /// <param name="url">The repository; written as the origin without secrets, for submodules with relative URLs.</param>
    /// <param name="commitId">The commit.</param>
    /// <param name="protocols">What submodules may be fetched by.</param>
    /// <param name="cancellationToken">Stops it half-way.</param>
    /// <exception cref="DeployWorkException">It failed; the tree may be anything.</exception>
    internal async Task CheckOutAsync(string tree, string cache, string url, string commitId, string protocols, CancellationToken cancellationToken)
    {
        var isUsed = Directory.EnumerateFileSystemEntries(tree).Any();
        // Left behind by a git that was killed; nobody else works in the agent's tree.
        Trash.DeleteFiles(Path.Combine(tree, ".git"), "*.lock");
        string[] format = commitId.Length == 64 ? ["--object-format=sha256"] : [];
        await DoAsync(tree, "", ["init", "-q", "--template=", .. format], cancellationToken).ConfigureAwait(false);
        await DoAsync(
            tree,
            "file",
            ["fetch", "-q", "--depth=1", "--no-tags", "--no-write-fetch-head", "--force", "--", cache, $"+{GitCache.RefOf(commitId)}:refs/zkreactive/deployed"],
            cancellationToken).ConfigureAwait(false);
        await DoAsync(tree, "", ["checkout", "-q", "--force", "--detach", commitId, "--"], cancellationToken).ConfigureAwait(false);
        if (isUsed) await DoAsync(tree, "", ["clean", "-q", "-ffd"], cancellationToken).ConfigureAwait(false);
        if (File.Exists(Path.Combine(tree, ".gitmodules"))) await UpdateSubmodulesAsync(tree, url, protocols, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Whether a working tree stands at another commit, as its HEAD file says: git, which looks at every file of a tree, need not be
    /// asked then. False when only git can tell.
    /// </summary>
    internal static bool IsElsewhere(string tree, string commitId)
    {
        try
        {
            var head = File.ReadAllText(Path.Combine(tree, ".git", "HEAD")).Trim();
            return DeployRules.CheckCommitId(head) is null && !string.Equals(head, commitId, StringComparison.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads commit and cleanliness; <see cref="TreeState.None"/> when the directory is no working tree of its own.</summary>
    internal async Task<TreeState> ReadAsync(string tree, CancellationToken cancellationToken)
    {
        // Without this git would look for a repository in the directories above.
        if (!Path.Exists(Path.Combine(tree, ".git"))) return TreeState.None;
        var status = await git.RunAsync(
            tree,
            "",
            ["status", "--porcelain=v2", "--branch", "--no-ahead-behind", "--untracked-files=all", "--ignore-submodules=none"],
            cancellationToken).ConfigureAwait(false);
        if (!status.IsSuccess) return TreeState.None;
        var lines = status.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var head = lines.FirstOrDefault(line => line.StartsWith(HeadLine, StringComparison.Ordinal))?[HeadLine.Length..].Trim();
        // "(initial)" stands there before the first checkout.
        return head is null || DeployRules.CheckCommitId(head) is not null ? TreeState.None : new(head, lines.All(line => line.StartsWith('#')));
    }

    private async Task UpdateSubmodulesAsync(string tree, string url, string protocols, CancellationToken cancellationToken)
    {
        await DoAsync(tree, "", ["config", "remote.origin.url", DeployRules.RedactUrl(url)], cancellationToken).ConfigureAwait(false);
        await DoAsync(tree, "", ["submodule", "--quiet", "sync", "--recursive"], cancellationToken).ConfigureAwait(false);
        var updated = await git.RunAsync(tree, protocols, ["submodule", "--quiet", "update", "--init", "--recursive", "--force", "--checkout"], cancellationToken).ConfigureAwait(false);
        if (updated.IsSuccess) return;
        DiskProbe.ThrowIfUnwritable(Path.Combine(tree, ".git"), updated);
        throw new DeployWorkException(DeployErrorIds.SubmoduleFailed, $"A submodule could not be brought to its commit: {updated.Said}");
    }

    private async Task DoAsync(string tree, string protocols, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var result = await git.RunAsync(tree, protocols, arguments, cancellationToken).ConfigureAwait(false);
        if (result.IsSuccess) return;
        DiskProbe.ThrowIfUnwritable(Path.Combine(tree, ".git"), result);
        throw new DeployWorkException(DeployErrorIds.CheckoutFailed, $"git {arguments[0]} failed in '{tree}': {result.Said}");
    }
}
