using System.Text.Json;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>A deploy over the fleet as JSON.</summary>
/// <param name="Event"><c>status</c>.</param>
/// <param name="Path">The manifest node.</param>
/// <param name="DeployId">The deploy; null when there is no manifest.</param>
/// <param name="Outcome"><c>none</c>, <c>inProgress</c>, <c>succeeded</c>, <c>failed</c>, <c>halted</c>, <c>invalid</c> or <c>superseded</c>.</param>
/// <param name="Url">The repository, secrets removed; null when the manifest cannot be read.</param>
/// <param name="CommitId">The commit asked for.</param>
/// <param name="RelativePath">The directory below each agent's root.</param>
/// <param name="Version">The manifest node's version.</param>
/// <param name="Zxid">The transaction that wrote the manifest.</param>
/// <param name="Problems">What is wrong with the manifest.</param>
/// <param name="Halt">Why nobody begins it any more; null when it is not halted.</param>
/// <param name="Agents">Every agent that is registered or has a result.</param>
internal sealed record DeployStatusJson(
    string Event,
    string Path,
    string? DeployId,
    string Outcome,
    string? Url,
    string? CommitId,
    string? RelativePath,
    int? Version,
    string Zxid,
    IReadOnlyList<DeployProblemJson> Problems,
    DeployHaltReasonJson? Halt,
    IReadOnlyList<DeployAgentJson> Agents)
{
    /// <summary>Takes a deploy apart.</summary>
    public static DeployStatusJson From(DeployStatus status) => new(
        "status",
        status.Path,
        status.DeployId,
        Name(status.Outcome),
        status.Manifest?.DisplayUrl,
        status.CommitId,
        status.Manifest?.RelativePath,
        status.Version?.Value,
        status.Zxid.ToString(),
        [.. status.ManifestProblems.Select(problem => new DeployProblemJson(problem.Field, problem.ErrorId, problem.Message))],
        status.Halt is { } halt ? new DeployHaltReasonJson(halt.Reason, halt.By, halt.At) : null,
        [.. status.Agents.Select(DeployAgentJson.From)]);

    /// <summary>An enum's name as JSON spells it.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
