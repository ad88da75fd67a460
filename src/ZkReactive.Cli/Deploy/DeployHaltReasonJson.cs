namespace ZkReactive.Cli;

/// <summary>Why a deploy is halted, as JSON.</summary>
/// <param name="Reason">Why; null when nobody said.</param>
/// <param name="By">Who; null when nobody said.</param>
/// <param name="At">When.</param>
internal sealed record DeployHaltReasonJson(string? Reason, string? By, DateTimeOffset At);
