using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// What an agent does about what it is told. Pure: the same commands give the same events, and the events alone give the
/// state. At most one piece of work is under way; a newer manifest stops it and begins only when it is really gone.
/// </summary>
public static partial class DeployDecider
{
    /// <summary>What follows from a command: events in order, none when nothing does.</summary>
    public static IReadOnlyList<DeployEvent> Decide(DeployState state, DeployCommand command) => command switch
    {
        DeployCommand.StartAgent start => Start(state, start),
        DeployCommand.TakeManifest take => Take(state, take),
        DeployCommand.RefuseManifest refuse => Refuse(state, refuse),
        DeployCommand.DropManifest drop => Drop(state, drop),
        DeployCommand.AdmitWork admit => admit.DeployId == state.Current?.DeployId ? [new DeployEvent.DeployAdmitted(admit.At, admit.DeployId)] : [],
        DeployCommand.ReachStep reach => reach.DeployId == state.Current?.DeployId ? [new DeployEvent.StepStarted(reach.At, reach.DeployId, reach.Step)] : [],
        DeployCommand.ReturnWork back => back.DeployId == state.Current?.DeployId ? [new DeployEvent.ReturnStarted(back.At, back.DeployId, back.Error, state.LastGood?.CommitId)] : [],
        DeployCommand.FinishWork finish => Finish(state, finish),
        DeployCommand.FailWork fail => Fail(state, fail),
        DeployCommand.StopWork stop => stop.DeployId == state.Stopping ? Stopped(state, stop.At, stop.DeployId, stop.Running, stop.IsClean) : [],
        DeployCommand.RetryDeploy retry => Retry(state, retry),
        DeployCommand.RecordResult record => [new DeployEvent.ResultWritten(record.At, record.DeployId, record.State)],
        DeployCommand.DropResult drop => [new DeployEvent.ResultRefused(drop.At, drop.DeployId, drop.State, drop.Error)],
        DeployCommand.Note note => [note.Happened],
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, null),
    };

    /// <summary>Whether a state of the manifest node is older than the newest one seen, and nobody has confirmed it.</summary>
    internal static bool IsOutdated(DeployState state, Zxid zxid, Zxid? insteadOf) => zxid < state.SeenZxid && insteadOf != state.SeenZxid;

    private static ImmutableList<DeployEvent> Start(DeployState state, DeployCommand.StartAgent start)
    {
        ImmutableList<DeployEvent> events = [new DeployEvent.AgentStarted(start.At, start.Running, start.IsClean, state.LastGood is null ? start.Recalled : null)];
        if (state.Stopping is { } stopping) events = events.Add(new DeployEvent.WorkStopped(start.At, stopping, start.Running, start.IsClean));
        return (state.Current ?? state.Next) is { } work ? events.Add(new DeployEvent.DeployInterrupted(start.At, work.DeployId, state.Phase)) : events;
    }

    private static ImmutableList<DeployEvent> Take(DeployState state, DeployCommand.TakeManifest take)
    {
        if (IsKnown(state, take.Zxid, take.DeployId) || IsOutdated(state, take.Zxid, take.InsteadOf)) return [];
        DeployEvent seen = new DeployEvent.ManifestSeen(take.At, take.DeployId, take.Manifest, take.Zxid, take.Version);
        if (state.Current is { } current && current.Manifest.AsksTheSameAs(take.Manifest) && (current.DeployIds.Contains(take.DeployId) || MayShare(current, take)))
        {
            return current.DeployIds.Contains(take.DeployId) ? [seen] : [seen, new DeployEvent.DeployJoined(take.At, take.DeployId, current.DeployId)];
        }

        // What is being returned from is not what a new deploy, even of the same commit, asks for.
        if (state.Interrupted is { } cut && cut.Manifest.AsksTheSameAs(take.Manifest) && (cut.DeployId == take.DeployId || (cut.Returning is null && !IsStaged(take)) || (cut.DeployIds.Contains(take.DeployId) && !IsStaged(take))))
        {
            ImmutableList<DeployEvent> resumed = [seen, new DeployEvent.DeployResumed(take.At, cut.DeployId)];
            return cut.DeployIds.Contains(take.DeployId) ? resumed : resumed.Add(new DeployEvent.DeployJoined(take.At, take.DeployId, cut.DeployId));
        }

        // Written again under the id it has: one deploy, unless it failed and is being asked for once more.
        var isSame = !state.MustCheck && take.DeployId == state.SeenDeployId && state.Seen is { } before && before.AsksTheSameAs(take.Manifest);
        if (isSame && (state.Next is not null || state.Phase != DeployAgentState.Failed)) return [seen];

        var events = Supersede(state, take.At, take.DeployId).Insert(0, seen);
        return events.Add(state.Current is null && state.Stopping is null
            ? new DeployEvent.DeployStarted(take.At, take.DeployId, take.Manifest.CommitId)
            : new DeployEvent.DeployWaiting(take.At, take.DeployId));
    }

    /// <summary>
    /// Whether a newer deploy shares the work under way. Not before that was let in: it may be waiting in a rollout that is
    /// halted. And a deploy with a strategy begins when its own rollout says so.
    /// </summary>
    private static bool MayShare(DeployWork current, DeployCommand.TakeManifest take) => current.IsAdmitted && !IsStaged(take);

    private static bool IsStaged(DeployCommand.TakeManifest take) => take.Manifest.Strategy is not null;

    /// <summary>After a start even the manifest that was seen last is looked at once more.</summary>
    private static bool IsKnown(DeployState state, Zxid zxid, string deployId) => !state.MustCheck && zxid == state.SeenZxid && deployId == state.SeenDeployId;

    private static ImmutableList<DeployEvent> Refuse(DeployState state, DeployCommand.RefuseManifest refuse)
    {
        if (IsKnown(state, refuse.Zxid, refuse.DeployId) || IsOutdated(state, refuse.Zxid, refuse.InsteadOf)) return [];
        var error = new DeployError(refuse.Problems[0].ErrorId, string.Join(" ", refuse.Problems.Select(problem => problem.Message)));
        return Supersede(state, refuse.At, refuse.DeployId)
            .Insert(0, new DeployEvent.ManifestRejected(refuse.At, refuse.DeployId, refuse.Problems, refuse.Zxid))
            .Add(new DeployEvent.DeployFailed(refuse.At, refuse.DeployId, error, state.Running, TimeSpan.Zero));
    }

    private static ImmutableList<DeployEvent> Drop(DeployState state, DeployCommand.DropManifest drop)
    {
        ImmutableList<DeployEvent> events = state.SeenDeployId is null ? [] : [new DeployEvent.ManifestRemoved(drop.At)];
        if (state.Interrupted is not { } work) return events;
        var error = new DeployError(DeployErrorIds.Interrupted, "The agent was killed in the middle of it, and when it came back there was no manifest to finish it by.");
        return events.AddRange(work.DeployIds.Select(id => new DeployEvent.DeployFailed(drop.At, id, error, state.Running, Since(work, drop.At))));
    }

    /// <summary>What is under way, waits or was interrupted gives way to a newer deploy.</summary>
    private static ImmutableList<DeployEvent> Supersede(DeployState state, DateTimeOffset at, string by)
    {
        var events = ImmutableList<DeployEvent>.Empty;
        foreach (var work in new[] { state.Current, state.Next, state.Interrupted })
        {
            // A deploy that was interrupted and is asked for again, for another commit, is no other deploy.
            if (work is null || (work == state.Interrupted && work.DeployIds.Contains(by))) continue;
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
        ImmutableList<DeployEvent> events = [.. work.DeployIds.Select(id => new DeployEvent.DeployFailed(fail.At, id, fail.Error, fail.Running, Since(work, fail.At)))];

        // Tried again for the deploy that stands in the manifest; the others that shared the work have failed.
        return fail.RetryAfter is { } pause && state.SeenDeployId is { } wanted && work.DeployIds.Contains(wanted)
            ? events.Add(new DeployEvent.RetryScheduled(fail.At, wanted, work.Attempt, fail.At + pause))
            : events;
    }

    private static IReadOnlyList<DeployEvent> Retry(DeployState state, DeployCommand.RetryDeploy retry) =>
        state.Retry is { } due && due.DeployId == retry.DeployId && state.IsIdle && state.Seen is { } manifest && state.SeenDeployId == retry.DeployId
            ? [new DeployEvent.DeployStarted(retry.At, retry.DeployId, manifest.CommitId) { Attempt = due.Attempt + 1 }]
            : [];

    private static IReadOnlyList<DeployEvent> Stopped(DeployState state, DateTimeOffset at, string deployId, string? running, bool? isClean)
    {
        DeployEvent stopped = new DeployEvent.WorkStopped(at, deployId, running, isClean);
        return state.Next is { } next ? [stopped, new DeployEvent.DeployStarted(at, next.DeployId, next.Manifest.CommitId)] : [stopped];
    }

    /// <summary>Never negative: the machine's clock may have been set back meanwhile.</summary>
    private static TimeSpan Since(DeployWork work, DateTimeOffset at) => at > work.StartedAt ? at - work.StartedAt : TimeSpan.Zero;
}
