namespace ZkReactive.Tests.Coordination.History;

/// <summary>What is known of something that was asked for. What was never answered counts as <see cref="Unknown"/>.</summary>
public enum HistoryOutcome
{
    Unknown,
    Done,

    /// <summary>It was not done, and never will be.</summary>
    Refused,
}
