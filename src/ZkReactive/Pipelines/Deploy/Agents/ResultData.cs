namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>What an agent says of a deploy it has finished with.</summary>
/// <param name="State">How it ended, as <see cref="DeployWords"/> spells it.</param>
/// <param name="CommitId">The commit read back from the working tree; null for none.</param>
/// <param name="Clean">Whether the tree was exactly the commit.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="At">When it ended.</param>
/// <param name="Host">The machine.</param>
/// <param name="Problem">What the agent itself suffered from then, such as a journal that could not be written; null for nothing.</param>
internal sealed record ResultData(string? State, string? CommitId, bool? Clean, ResultError? Error, double? Seconds, DateTimeOffset? At, string? Host, ResultError? Problem = null)
{
    /// <summary>Whether both say the same of the deploy; when and how long may differ.</summary>
    internal bool SaysTheSameAs(ResultData other) =>
        State == other.State && CommitId == other.CommitId && Clean == other.Clean && Error?.Id == other.Error?.Id;
}

/// <summary>Why a deploy failed.</summary>
/// <param name="Id">One of <see cref="DeployErrorIds"/>.</param>
/// <param name="Message">In words.</param>
internal sealed record ResultError(string? Id, string? Message);
