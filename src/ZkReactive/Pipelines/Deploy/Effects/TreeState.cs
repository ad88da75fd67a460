namespace ZkReactive.Pipelines.Deploy.Effects;

/// <summary>What git reads back from a working tree.</summary>
/// <param name="CommitId">The commit that is checked out; null when there is none.</param>
/// <param name="IsClean">Whether the tree is exactly that commit: nothing changed, nothing untracked, submodules included.</param>
internal sealed record TreeState(string? CommitId, bool IsClean)
{
    internal static readonly TreeState None = new(null, false);

    internal bool IsAt(string commitId) => string.Equals(CommitId, commitId, StringComparison.OrdinalIgnoreCase);
}
