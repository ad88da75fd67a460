using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <content>The state as the fold of the events.</content>
public static partial class ServiceDecider
{
    /// <summary>The state after an event.</summary>
    public static ServiceState Evolve(ServiceState state, ServiceEvent @event) => @event switch
    {
        ServiceEvent.Probed probed => state with { Streak = (probed.IsUp, probed.Streak), Detail = probed.Detail },
        ServiceEvent.HealthChanged changed => state with { Health = changed.Health, Streak = default, Detail = changed.Detail },
        ServiceEvent.SessionSeen seen => See(state, seen),
        ServiceEvent.NodeSeen seen => See(state, seen.View),
        ServiceEvent.StepStarted started => state with { Doing = started.Step },
        ServiceEvent.StepFailed failed => Fail(state, failed),
        ServiceEvent.Resumed => state with { IsPaused = false },
        ServiceEvent.Lost { ByExpiry: true } => Expire(state),
        ServiceEvent.Removed => state with { Failures = 0, Error = null },
        ServiceEvent.PredecessorAwaited awaited => state with { InTheWay = (awaited.Owner, false) },
        ServiceEvent.Refused refused => state with { InTheWay = (refused.Owner, true), Error = refused.Message },
        ServiceEvent.Registered => state with { InTheWay = null, Failures = 0, Error = null },
        ServiceEvent.Stopping => state with { IsStopping = true, IsPaused = false },
        ServiceEvent.Stopped => state with { IsStopped = true },
        _ => state,
    };

    /// <summary>The sessions in which a predecessor of a registration that begins is known to have lived.</summary>
    public static ServiceState Begin(params ReadOnlySpan<SessionId> predecessors) => ServiceState.Empty with { Predecessors = [.. predecessors] };

    private static ServiceState See(ServiceState state, ServiceEvent.SessionSeen seen)
    {
        // A connection that is back is reason enough to try again at once.
        var next = state with { Session = seen.Session, CanWrite = seen.CanWrite, IsPaused = state.IsPaused && !seen.CanWrite };
        if (seen.Session != state.Session)
        {
            var past = state.Session == SessionId.None ? state.Predecessors : state.Predecessors.Remove(state.Session).Add(state.Session);
            next = next with
            {
                Predecessors = past.Length > ServiceState.MostPredecessors ? past.RemoveAt(0) : past,
                Node = new ServiceNodeView.Unknown(),
                IsInDoubt = state.Session != SessionId.None,
                InTheWay = null,
            };
        }

        // An ensemble that was set back counts from an older number: what was newest is no measure any more.
        if (seen.History != state.History) next = next with { History = seen.History, Newest = Zxid.None, Gone = Zxid.None, Node = new ServiceNodeView.Unknown() };
        return next;
    }

    /// <summary>What the watch saw last is the node of the session that has ended: no news any more.</summary>
    private static ServiceState Expire(ServiceState state) => state with
    {
        Node = new ServiceNodeView.Unknown(),
        Gone = state.Node is ServiceNodeView.Present gone ? Max(state.Gone, gone.Czxid) : state.Gone,
    };

    private static ServiceState See(ServiceState state, ServiceNodeView view)
    {
        var next = state with { Node = view, Doing = ServiceStep.None, IsInDoubt = state.IsInDoubt && view is ServiceNodeView.Unknown };
        return view switch
        {
            ServiceNodeView.Present present => next with
            {
                Newest = Max(state.Newest, present.Mzxid),
                InTheWay = state.InTheWay?.Owner == present.Owner ? state.InTheWay : null,
            },
            ServiceNodeView.Absent absent => next with
            {
                Newest = Max(state.Newest, absent.Zxid),
                Gone = state.Node is ServiceNodeView.Present gone ? Max(state.Gone, gone.Czxid) : state.Gone,
                InTheWay = null,
            },
            _ => next,
        };
    }

    // After a write that failed nothing is known: it may have been done. Only a look can tell, or the next write's answer.
    private static ServiceState Fail(ServiceState state, ServiceEvent.StepFailed failed) => state with
    {
        Doing = ServiceStep.None,
        Node = failed.Step == ServiceStep.Look ? state.Node : new ServiceNodeView.Unknown(),
        IsInDoubt = state.IsInDoubt || failed.Step != ServiceStep.Look,
        Failures = state.Failures + 1,
        Error = failed.Message,
        IsPaused = true,
    };

    private static Zxid Max(Zxid one, Zxid other) => one > other ? one : other;
}
