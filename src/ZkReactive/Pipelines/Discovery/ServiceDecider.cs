using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>
/// What a registration does about what it is told. Pure: the same commands give the same events, and the events alone give
/// the state. One step is under way at a time, and none is taken that a plain reconnect would ask for: as long as the session
/// lives, so does the node.
/// </summary>
public static partial class ServiceDecider
{
    /// <summary>What follows from a command: events in order, none when nothing does.</summary>
    public static IReadOnlyList<ServiceEvent> Decide(ServiceState state, ServiceRules rules, ServiceCommand command)
    {
        if (state.IsStopped) return [];
        var events = ImmutableList.CreateBuilder<ServiceEvent>();
        foreach (var @event in Observe(state, rules, command)) Add(@event);

        // What is known has its consequences; each is decided on the state that the one before left.
        while (Next(state, command.At) is { } next) Add(next);
        return events.ToImmutable();

        void Add(ServiceEvent @event)
        {
            events.Add(@event);
            state = Evolve(state, @event);
        }
    }

    private static IEnumerable<ServiceEvent> Observe(ServiceState state, ServiceRules rules, ServiceCommand command) => command switch
    {
        ServiceCommand.ReportProbe probe => Probe(state, rules, probe.At, probe.Result),
        ServiceCommand.SeeSession seen => Session(state, seen),
        ServiceCommand.SeeNode seen => See(state, seen.At, seen.View),
        ServiceCommand.FinishStep done when done.Step == state.Doing => Finish(state, done),
        ServiceCommand.FailStep failed when failed.Step == state.Doing => [new ServiceEvent.StepFailed(failed.At, failed.Step, failed.ErrorId, failed.Message)],
        ServiceCommand.Resume resume when state.IsPaused => [new ServiceEvent.Resumed(resume.At)],
        ServiceCommand.LosePatience lose when state.InTheWay == (lose.Owner, false) => [Strange(lose.At, lose.Owner, "has lived on longer than a dead one does")],
        ServiceCommand.Stop stop when !state.IsStopping => [new ServiceEvent.Stopping(stop.At)],
        _ => [],
    };

    private static IEnumerable<ServiceEvent> Probe(ServiceState state, ServiceRules rules, DateTimeOffset at, ProbeResult result)
    {
        var wanted = result.IsUp ? ServiceHealth.Healthy : ServiceHealth.Unhealthy;
        if (state.Health == wanted)
        {
            // One that agrees ends the streak of those that did not.
            if (state.Streak.Count > 0) yield return new ServiceEvent.Probed(at, result.IsUp, 0, result.Detail);
            // Down for another reason now: whoever looks for the cause must not be told the one that was mended.
            else if (!result.IsUp && result.Detail != state.Detail) yield return new ServiceEvent.HealthChanged(at, wanted, result.Detail);
            yield break;
        }

        var count = state.Streak.IsUp == result.IsUp ? state.Streak.Count + 1 : 1;
        yield return new ServiceEvent.Probed(at, result.IsUp, count, result.Detail);
        if (count >= (result.IsUp ? rules.Rise : rules.Fall)) yield return new ServiceEvent.HealthChanged(at, wanted, result.Detail);
    }

    private static IEnumerable<ServiceEvent> Session(ServiceState state, ServiceCommand.SeeSession seen)
    {
        var isOther = seen.Session != state.Session || seen.History != state.History;
        if (state.IsRegistered && (seen.HasEnded || isOther)) yield return new ServiceEvent.Lost(seen.At, ByExpiry: true);
        if (isOther || seen.CanWrite != state.CanWrite) yield return new ServiceEvent.SessionSeen(seen.At, seen.Session, seen.CanWrite, seen.History);
    }

    private static IEnumerable<ServiceEvent> See(ServiceState state, DateTimeOffset at, ServiceNodeView view)
    {
        // While a step is under way its own outcome says more; the view comes again when it has ended.
        if (state.Doing != ServiceStep.None || state.IsInDoubt || IsOld(state, view) || view == state.Node) return [];
        if (view is ServiceNodeView.Absent && state.Node is ServiceNodeView.Absent) return [];
        return Seen(state, at, view);
    }

    private static IEnumerable<ServiceEvent> Finish(ServiceState state, ServiceCommand.FinishStep done)
    {
        var isRemoval = done is { Step: ServiceStep.Remove, View: ServiceNodeView.Absent };
        foreach (var @event in Seen(state, done.At, done.View, isRemoval)) yield return @event;
        if (isRemoval) yield return new ServiceEvent.Removed(done.At);
    }

    private static IEnumerable<ServiceEvent> Seen(ServiceState state, DateTimeOffset at, ServiceNodeView view, bool isRemoval = false)
    {
        var isOurs = view is ServiceNodeView.Present { Owner: var owner } && owner == state.Session && owner != SessionId.None;
        if (state.IsRegistered && !isOurs && !isRemoval && view is not ServiceNodeView.Unknown) yield return new ServiceEvent.Lost(at, ByExpiry: false);
        yield return new ServiceEvent.NodeSeen(at, view);
        if (isOurs && !state.IsRegistered && view is ServiceNodeView.Present present) yield return new ServiceEvent.Registered(at, present.Owner, present.Czxid);
    }

    /// <summary>Whether a view is from before something that is known already.</summary>
    private static bool IsOld(ServiceState state, ServiceNodeView view) => view switch
    {
        ServiceNodeView.Absent absent => absent.Zxid < state.Newest,
        ServiceNodeView.Present present => present.Mzxid < state.Newest || present.Czxid <= state.Gone,
        _ => false,
    };

    /// <summary>What the state calls for; null when it is as it should be, or nothing can be done now.</summary>
    private static ServiceEvent? Next(ServiceState state, DateTimeOffset at)
    {
        if (state.IsStopped || state.Doing != ServiceStep.None) return null;
        if (state.IsStopping && IsNothingOfOurs(state)) return new ServiceEvent.Stopped(at);
        if (!state.CanWrite || state.IsPaused) return null;
        if (state.IsStopping || state.Health == ServiceHealth.Unhealthy) return Leave(state, at);
        return state.Health == ServiceHealth.Healthy ? Stay(state, at) : null;
    }

    private static ServiceEvent.StepStarted? Leave(ServiceState state, DateTimeOffset at) => state.Node switch
    {
        ServiceNodeView.Unknown => new ServiceEvent.StepStarted(at, ServiceStep.Look),
        ServiceNodeView.Present present when IsOurs(state, present.Owner) => new ServiceEvent.StepStarted(at, ServiceStep.Remove),
        _ => null,
    };

    private static ServiceEvent? Stay(ServiceState state, DateTimeOffset at)
    {
        switch (state.Node)
        {
            // Most of the time nothing is there, so it is made without looking first: a node in the way says so.
            case ServiceNodeView.Unknown { IsOccupied: false } or ServiceNodeView.Absent:
                return new ServiceEvent.StepStarted(at, ServiceStep.Create);
            case ServiceNodeView.Unknown:
                return new ServiceEvent.StepStarted(at, ServiceStep.Look);
            case ServiceNodeView.Present present when present.Owner == state.Session:
                return present.Content == ServiceNodeContent.Same ? null : new ServiceEvent.StepStarted(at, ServiceStep.Write);
            case ServiceNodeView.Present present when IsOurs(state, present.Owner):
                return new ServiceEvent.StepStarted(at, ServiceStep.Replace);
            case ServiceNodeView.Present present when state.InTheWay?.Owner == present.Owner:
                return null;
            case ServiceNodeView.Present { Owner: var owner } when owner == SessionId.None:
                return new ServiceEvent.Refused(at, owner, ServiceErrorIds.NodeNotEphemeral, "The node is there already and is not ephemeral, so no session keeps it. Remove it, or register under another id.");
            case ServiceNodeView.Present present when present.Content != ServiceNodeContent.Other:
                return new ServiceEvent.PredecessorAwaited(at, present.Owner);
            case ServiceNodeView.Present present:
                return Strange(at, present.Owner, "registers something else there");
            default:
                return null;
        }
    }

    private static ServiceEvent.Refused Strange(DateTimeOffset at, SessionId owner, string why) => new(
        at, owner, ServiceErrorIds.NodeTaken, $"The node belongs to session {owner}, which {why}. Give one of the two another id, or stop the other.");

    private static bool IsOurs(ServiceState state, SessionId owner) => owner != SessionId.None && (owner == state.Session || state.Predecessors.Contains(owner));

    private static bool IsNothingOfOurs(ServiceState state) => state.Node switch
    {
        ServiceNodeView.Absent => true,
        ServiceNodeView.Present present => !IsOurs(state, present.Owner),

        // Never began anything: there is nothing to look for.
        _ => state.Session == SessionId.None,
    };
}
