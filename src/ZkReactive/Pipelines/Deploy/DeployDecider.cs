using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// What an agent does about what it is told. Pure: the same commands give the same events, and the events alone give the
/// state. At most one piece of work is under way; a newer manifest stops it and begins only when it is really gone.
/// </summary>
public static class DeployDecider
{
    /// <summary>What follows from a command: events in order, none when nothing does.</summary>
    public static IReadOnlyList<DeployEvent> Decide(DeployState state, DeployCommand command) => command switch
    {
        DeployCommand.TakeManifest take => Take(state, take),
        DeployCommand.RefuseManifest refuse => Refuse(state, refuse),
        DeployCommand.DropManifest drop => state.SeenDeployId is null ? [] : [new DeployEvent.ManifestRemoved(drop.At)],
        DeployCommand.ReachStep reach => reach.DeployId == state.Current?.DeployId ? [new DeployEvent.StepStarted(reach.At, reach.DeployId, reach.Step)] : [],
        DeployCommand.FinishWork finish => Finish(state, finish),
        DeployCommand.FailWork fail => Fail(state, fail),
        DeployCommand.StopWork stop => stop.DeployId == state.Stopping ? Stopped(state, stop.At, stop.DeployId, stop.Running, stop.IsClean) : [],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, null),
    };

    /// <summary>The state after an event.</summary>
    public static DeployState Evolve(DeployState state, DeployEvent @event) => @event switch
    {
        DeployEvent.ManifestSeen seen => state with { SeenZxid = seen.Zxid, SeenDeployId = seen.DeployId, Seen = seen.Manifest },
        DeployEvent.ManifestRejected rejected => state with { SeenZxid = rejected.Zxid, SeenDeployId = rejected.DeployId, Seen = null, Next = null },
        DeployEvent.ManifestRemoved => state with { SeenZxid = Zxid.None, SeenDeployId = null, Seen = null },
        DeployEvent.DeployWaiting waiting => state with { Next = new(waiting.DeployId, state.Seen!, waiting.At, []) },
        DeployEvent.DeployStarted started => state with
        {
            Current = new(started.DeployId, (state.Next?.DeployId == started.DeployId ? state.Next.Manifest : state.Seen)!, started.At, []),
            Next = null,
            Phase = DeployAgentState.Pending,
            Since = started.At,
        },
        DeployEvent.DeployJoined joined => state with { Current = state.Current! with { Joined = state.Current!.Joined.Add(joined.DeployId) } },
        DeployEvent.StepStarted step => state with { Phase = step.Step, Since = step.At },
        DeployEvent.DeploySucceeded done => Ended(state, done.At, DeployAgentState.Succeeded) with { Running = done.CommitId, IsClean = done.IsClean },
        DeployEvent.DeployFailed failed => Ended(state, failed.At, DeployAgentState.Failed) with { Running = failed.Running },
        DeployEvent.DeploySuperseded superseded when superseded.DeployId == state.Current?.DeployId => state with { Stopping = superseded.DeployId, Current = null },
        DeployEvent.WorkStopped stopped => state with { Stopping = null, Running = stopped.Running, IsClean = stopped.IsClean },
        _ => state,
    };

    private static DeployState Ended(DeployState state, DateTimeOffset at, DeployAgentState phase) => state with { Current = null, Phase = phase, Since = at };

    private static ImmutableList<DeployEvent> Take(DeployState state, DeployCommand.TakeManifest take)
    {
        if (take.Zxid == state.SeenZxid && take.DeployId == state.SeenDeployId) return [];
        DeployEvent seen = new DeployEvent.ManifestSeen(take.At, take.DeployId, take.Manifest, take.Zxid, take.Version);
        if (state.Current is { } current && current.Manifest.AsksTheSameAs(take.Manifest))
        {
            return current.DeployIds.Contains(take.DeployId) ? [seen] : [seen, new DeployEvent.DeployJoined(take.At, take.DeployId, current.DeployId)];
        }

        // Written again under the id it has: one deploy, unless it failed and is being asked for once more.
        var isSame = take.DeployId == state.SeenDeployId && state.Seen is { } before && before.AsksTheSameAs(take.Manifest);
        if (isSame && (state.Next is not null || state.Phase != DeployAgentState.Failed)) return [seen];

        var events = Supersede(state, take.At, take.DeployId).Insert(0, seen);
        return events.Add(state.Current is null && state.Stopping is null
            ? new DeployEvent.DeployStarted(take.At, take.DeployId, take.Manifest.CommitId)
            : new DeployEvent.DeployWaiting(take.At, take.DeployId));
    }

    private static ImmutableList<DeployEvent> Refuse(DeployState state, DeployCommand.RefuseManifest refuse)
    {
        if (refuse.Zxid == state.SeenZxid && refuse.DeployId == state.SeenDeployId) return [];
        var error = new DeployError(refuse.Problems[0].ErrorId, string.Join(" ", refuse.Problems.Select(problem => problem.Message)));
        return Supersede(state, refuse.At, refuse.DeployId)
            .Insert(0, new DeployEvent.ManifestRejected(refuse.At, refuse.DeployId, refuse.Problems, refuse.Zxid))
            .Add(new DeployEvent.DeployFailed(refuse.At, refuse.DeployId, error, state.Running, TimeSpan.Zero));
    }

    /// <summary>What is under way, and what waits, gives way to a newer deploy.</summary>
    private static ImmutableList<DeployEvent> Supersede(DeployState state, DateTimeOffset at, string by)
    {
        var events = ImmutableList<DeployEvent>.Empty;
        foreach (var work in new[] { state.Current, state.Next })
        {
            if (work is null) continue;
            events = events.AddRange(work.DeployIds.Select(id => new DeployEvent.DeploySuperseded(at, id, by, Since(work, at))));
        }

        return events;
    }

    private static IReadOnlyList<DeployEvent> Finish(DeployState state, DeployCommand.FinishWork finish)
    {
        // Told to stop, but it was through already: true of the disk, yet no success of a deploy that was given up.
        if (finish.DeployId == state.Stopping) return Stopped(state, finish.At, finish.DeployId, finish.CommitId, finish.IsClean);
        if (state.Current is not { } work || work.DeployId != finish.DeployId) return [];
        return [.. work.DeployIds.Select(id => new DeployEvent.DeploySucceeded(finish.At, id, finish.CommitId, finish.IsClean, finish.IsChanged, Since(work, finish.At)))];
    }

    private static IReadOnlyList<DeployEvent> Fail(DeployState state, DeployCommand.FailWork fail)
    {
        if (fail.DeployId == state.Stopping) return Stopped(state, fail.At, fail.DeployId, fail.Running, null);
        if (state.Current is not { } work || work.DeployId != fail.DeployId) return [];
        return [.. work.DeployIds.Select(id => new DeployEvent.DeployFailed(fail.At, id, fail.Error, fail.Running, Since(work, fail.At)))];
    }

    private static IReadOnlyList<DeployEvent> Stopped(DeployState state, DateTimeOffset at, string deployId, string? running, bool? isClean)
    {
        DeployEvent stopped = new DeployEvent.WorkStopped(at, deployId, running, isClean);
        return state.Next is { } next ? [stopped, new DeployEvent.DeployStarted(at, next.DeployId, next.Manifest.CommitId)] : [stopped];
    }

    /// <summary>Never negative: the machine's clock may have been set back meanwhile.</summary>
    private static TimeSpan Since(DeployWork work, DateTimeOffset at) => at > work.StartedAt ? at - work.StartedAt : TimeSpan.Zero;
}
