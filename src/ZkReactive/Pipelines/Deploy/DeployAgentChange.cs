namespace ZkReactive.Pipelines.Deploy;

/// <summary>An agent that stands differently than before.</summary>
/// <param name="Deploy">The deploy as a whole, at that moment.</param>
/// <param name="Agent">The agent as it stands now; not present when it has gone.</param>
public sealed record DeployAgentChange(DeployStatus Deploy, DeployAgentStatus Agent)
{
    /// <summary>The agents that stand differently; all of them when there was nothing before, or another deploy. Pure.</summary>
    internal static IReadOnlyList<DeployAgentChange> Between(DeployStatus? before, DeployStatus now)
    {
        var isSame = before is not null && before.DeployId == now.DeployId;
        var known = isSame ? before!.Agents.ToDictionary(agent => agent.Agent, StringComparer.Ordinal) : [];
        var changed = now.Agents.Where(agent => !known.TryGetValue(agent.Agent, out var last) || last != agent).Select(agent => new DeployAgentChange(now, agent));
        var here = now.Agents.Select(agent => agent.Agent).ToHashSet(StringComparer.Ordinal);
        var gone = known.Values.Where(agent => !here.Contains(agent.Agent)).Select(agent => new DeployAgentChange(now, agent with { IsPresent = false }));
        return [.. changed.Concat(gone)];
    }
}
