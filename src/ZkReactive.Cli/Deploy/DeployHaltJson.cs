using ZkReactive.Pipelines.Deploy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>A rollout that was halted or goes on, as JSON.</summary>
/// <param name="Event"><c>halted</c> or <c>resumed</c>.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="DeployId">The deploy.</param>
/// <param name="Reason">Why it was halted.</param>
/// <param name="By">By whom.</param>
/// <param name="At">When.</param>
internal sealed record DeployHaltJson(string Event, string Path, string DeployId, string? Reason, string? By, DateTimeOffset At)
{
    /// <summary>Takes a halt apart.</summary>
    public static DeployHaltJson From(string happened, ZkPath path, DeployHalt halt) => new(happened, path.Value, halt.DeployId, halt.Reason, halt.By, halt.At);
}
