using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Status;

/// <summary>Makes a status of what stands in the nodes. Pure.</summary>
internal static class DeployStatusFold
{
    internal static DeployStatus Of(
        ZkPath path,
        DeployTicket? ticket,
        NodeVersion? version,
        IReadOnlyDictionary<string, PresenceData?> present,
        IReadOnlyDictionary<string, ResultData?> results,
        DeployHalt? halt = null)
    {
        var names = present.Keys.Union(results.Keys).Order(StringComparer.Ordinal);
        var agents = names.Select(name => Agent(path, ticket, name, present.TryGetValue(name, out var presence), presence, results.GetValueOrDefault(name))).ToList();
        return new DeployStatus
        {
            Path = path,
            DeployId = ticket?.DeployId,
            Manifest = ticket?.Manifest?.Redacted(),
            ManifestProblems = ticket?.Problems ?? [],
            Version = version,
            Zxid = ticket?.Zxid ?? Zxid.None,
            Agents = agents,
            Halt = halt,
            Outcome = Halted(Outcome(ticket, agents), agents, halt),
        };
    }

    /// <summary>How it stands in all, when no more than these agents are waited for.</summary>
    internal static DeployOutcome Outcome(DeployTicket? ticket, IReadOnlyList<DeployAgentStatus> agents)
    {
        if (ticket is null) return DeployOutcome.None;
        if (ticket.Manifest is null) return DeployOutcome.Invalid;
        return Outcome(agents);
    }

    /// <summary>A halted rollout has ended as soon as nobody is at work.</summary>
    internal static DeployOutcome Halted(DeployOutcome outcome, IReadOnlyList<DeployAgentStatus> agents, DeployHalt? halt) =>
        halt is not null && outcome == DeployOutcome.InProgress && !agents.Any(agent => agent.IsAtWork) ? DeployOutcome.Halted : outcome;

    internal static DeployOutcome Outcome(IReadOnlyList<DeployAgentStatus> agents)
    {
        if (agents.Count == 0) return DeployOutcome.None;
        if (agents.Any(agent => agent.IsPresent && !agent.IsFinished)) return DeployOutcome.InProgress;
        if (agents.All(agent => agent.State == DeployAgentState.Succeeded)) return DeployOutcome.Succeeded;
        return agents.Any(agent => agent.State == DeployAgentState.Failed || !agent.IsFinished) ? DeployOutcome.Failed : DeployOutcome.Superseded;
    }

    private static DeployAgentStatus Agent(ZkPath path, DeployTicket? ticket, string name, bool isPresent, PresenceData? presence, ResultData? result)
    {
        var wanted = ticket?.Manifest?.CommitId;
        // The id of a deploy may have been used for another commit before: that success is not this deploy's.
        var isStale = result is not null && DeployWords.Read(result.State) == DeployAgentState.Succeeded && wanted is not null && result.CommitId != wanted;
        var isWorking = isPresent && presence is not null && ticket is not null && presence.DeployId == ticket.DeployId;
        if (result is null || isStale)
        {
            var state = isWorking ? DeployWords.Read(presence!.State) : DeployAgentState.Pending;
            return new()
            {
                Path = path,
                Agent = name,
                Host = presence?.Host,
                // Its word that it is done counts only with the result; that is on its way.
                State = state is DeployAgentState.Succeeded or DeployAgentState.Failed or DeployAgentState.Superseded ? DeployAgentState.Pending : state,
                Wanted = wanted,
                Running = presence?.CommitId,
                IsPresent = isPresent,
                At = presence?.Since,
            };
        }

        return new()
        {
            Path = path,
            Agent = name,
            Host = result.Host ?? presence?.Host,
            State = DeployWords.Read(result.State),
            Wanted = wanted,
            Running = IsBefore(presence, result, isWorking) ? result.CommitId : presence?.CommitId ?? result.CommitId,
            Seconds = result.Seconds,
            ErrorId = result.Error?.Id,
            Error = result.Error?.Message,
            IsPresent = isPresent,
            IsClean = result.Clean,
            At = result.At,
        };
    }

    /// <summary>Whether a presence is from before a result: the two arrive apart, and then it names the commit that ran until the deploy.</summary>
    private static bool IsBefore(PresenceData? presence, ResultData result, bool isOfThisDeploy)
    {
        if (presence is null) return false;
        return isOfThisDeploy
            ? DeployWords.Read(presence.State) is not (DeployAgentState.Succeeded or DeployAgentState.Failed)
            : presence.Since is not { } since || since <= result.At;
    }
}
