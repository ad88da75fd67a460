namespace ZkReactive.Tests.Coordination.History;

/// <summary>One line of what a process did with a recipe and what it heard.</summary>
/// <param name="At">When, in ticks of a clock that all processes share and that never goes back.</param>
/// <param name="Process">Who.</param>
/// <param name="Resource">Which lock, election, queue or counter; empty for what concerns the process.</param>
/// <param name="Kind">What.</param>
/// <param name="Id">Which hold, item or step: one name for all its events, and no other's.</param>
/// <param name="Number">As <see cref="HistoryKind"/> says.</param>
/// <param name="Outcome">For what is done.</param>
public sealed record HistoryEvent(
    long At, string Process, string Resource, HistoryKind Kind, string Id, long Number = 0, HistoryOutcome Outcome = HistoryOutcome.Unknown);
