namespace ZkReactive.Pipelines.Deploy;

/// <summary>A rollout that was halted: nobody begins it any more.</summary>
/// <param name="DeployId">The deploy.</param>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="By">Who halted it: <c>agent NAME</c>, or a person; null when nobody said.</param>
/// <param name="At">When.</param>
public sealed record DeployHalt(string DeployId, string? Reason, string? By, DateTimeOffset At);
