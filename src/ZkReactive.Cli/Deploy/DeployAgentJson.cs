using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Cli;

/// <summary>Where one agent stands, as JSON.</summary>
internal sealed record DeployAgentJson(
    string Agent,
    string? Host,
    string State,
    string? Wanted,
    string? Running,
    double? Seconds,
    string? ErrorId,
    string? Error,
    bool IsPresent,
    bool? IsClean,
    DateTimeOffset? At)
{
    /// <summary>Takes an agent's status apart.</summary>
    public static DeployAgentJson From(DeployAgentStatus agent) => new(
        agent.Agent,
        agent.Host,
        DeployStatusJson.Name(agent.State),
        agent.Wanted,
        agent.Running,
        agent.Seconds,
        agent.ErrorId,
        agent.Error,
        agent.IsPresent,
        agent.IsClean,
        agent.At);
}
