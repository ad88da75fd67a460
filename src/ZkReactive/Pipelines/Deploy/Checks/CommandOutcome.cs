namespace ZkReactive.Pipelines.Deploy.Checks;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null when it could not be started or was killed.</param>
/// <param name="Reason">Why it did not end with 0, with the last of what it wrote; null when it did.</param>
internal sealed record CommandOutcome(int? ExitCode, string? Reason)
{
    internal bool IsSuccess => Reason is null;
}
