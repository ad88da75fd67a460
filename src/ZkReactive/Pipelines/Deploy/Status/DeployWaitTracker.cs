namespace ZkReactive.Pipelines.Deploy.Status;

/// <summary>Follows one deploy over its states and remembers agents that go away. Pure but for its memory; time comes from outside.</summary>
internal sealed class DeployWaitTracker(string deployId, int expectedAgents, TimeSpan grace)
{
    private readonly Dictionary<string, (DeployAgentStatus Last, DateTimeOffset GoneAt)> _gone = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeployAgentStatus> _seen = new(StringComparer.Ordinal);
    private DeployStatus? _last;
    private bool _wasSeen;

    /// <summary>Whether the deploy has ended.</summary>
    internal bool IsDone { get; private set; }

    /// <summary>Whether an agent that has just gone is all that is waited for.</summary>
    internal bool IsInGrace { get; private set; }

    /// <summary>How far it is, in words.</summary>
    internal string Summary
    {
        get
        {
            if (_last is null) return "the manifest could not be read.";
            if (_last.Agents.Count == 0) return "no agent is registered.";
            var open = _last.Agents.Where(agent => !agent.IsFinished).Select(agent => $"{agent.Agent} ({agent.State}{(agent.IsPresent ? "" : ", gone")})").ToList();
            return $"{_last.Agents.Count - open.Count} of {Math.Max(expectedAgents, _last.Agents.Count)} agents have finished{(open.Count == 0 ? "" : "; open: " + string.Join(", ", open.Take(10)))}.";
        }
    }

    /// <summary>The state with agents that have gone; null when another deploy stands in the place of this one.</summary>
    internal DeployStatus? Take(DeployStatus status, DateTimeOffset now)
    {
        if (status.DeployId != deployId) return _wasSeen || status.DeployId is not null ? null : status with { Outcome = DeployOutcome.InProgress };
        _wasSeen = true;
        foreach (var agent in status.Agents)
        {
            _seen[agent.Agent] = agent;
            _gone.Remove(agent.Agent);
        }

        var here = status.Agents.Select(agent => agent.Agent).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, last) in _seen)
        {
            if (!here.Contains(name)) _gone.TryAdd(name, (last with { IsPresent = false }, now));
        }

        var agents = status.Agents.Concat(_gone.Values.Select(gone => gone.Last)).OrderBy(agent => agent.Agent, StringComparer.Ordinal).ToList();
        Judge(status, agents, now);
        return _last = status with { Agents = agents, Outcome = Outcome(status, agents) };
    }

    private void Judge(DeployStatus status, List<DeployAgentStatus> agents, DateTimeOffset now)
    {
        var isOpen = agents.Exists(agent => agent.IsPresent && !agent.IsFinished) || agents.Count < expectedAgents;
        IsInGrace = !isOpen && _gone.Values.Any(gone => now - gone.GoneAt < grace);
        IsDone = !isOpen && !IsInGrace;
        if (status.Outcome is DeployOutcome.Invalid or DeployOutcome.Halted) IsDone = true;
    }

    private DeployOutcome Outcome(DeployStatus status, List<DeployAgentStatus> agents)
    {
        if (status.Outcome is DeployOutcome.Invalid or DeployOutcome.Halted) return status.Outcome;
        return IsDone ? DeployStatusFold.Outcome(agents) : DeployOutcome.InProgress;
    }
}
