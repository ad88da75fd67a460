using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy;

/// <content>What events make of the state.</content>
public static partial class DeployDecider
{
    /// <summary>Full means that ZooKeeper has been away for many deploys; the oldest were superseded long ago.</summary>
    private const int MostUnreported = 64;

    private const int MostAccepted = 64;

    /// <summary>The state after an event.</summary>
    public static DeployState Evolve(DeployState state, DeployEvent @event) => @event switch
    {
        DeployEvent.AgentStarted started => Started(state, started),
        DeployEvent.ManifestSeen seen => state with
        {
            SeenZxid = seen.Zxid,
            SeenDeployId = seen.DeployId,
            Seen = seen.Manifest,
            MustCheck = false,
            Accepted = AlsoAccepted(state, seen.DeployId),
            Retry = seen.DeployId == state.SeenDeployId ? state.Retry : null,
        },
        DeployEvent.ManifestRejected rejected => state with
        {
            SeenZxid = rejected.Zxid,
            SeenDeployId = rejected.DeployId,
            Seen = null,
            Next = null,
            MustCheck = false,
            Retry = null,
        },
        DeployEvent.ManifestRemoved => state with { SeenDeployId = null, Seen = null, MustCheck = false, Retry = null },
        DeployEvent.DeployWaiting waiting => state with { Next = Work(state.Seen, waiting.DeployId, waiting.At) },
        DeployEvent.DeployStarted started => state with
        {
            Current = Work(state.Next?.DeployId == started.DeployId ? state.Next.Manifest : state.Seen, started.DeployId, started.At, started.Attempt),
            Interrupted = null,
            Next = null,
            Retry = null,
            Phase = DeployAgentState.Pending,
            Since = started.At,
        },
        DeployEvent.DeployInterrupted cut => state with
        {
            Interrupted = state.Current ?? state.Next,
            Current = null,
            Next = null,
            Phase = DeployAgentState.Pending,
            Since = cut.At,
        },
        DeployEvent.DeployResumed resumed when state.Interrupted is { } work => state with
        {
            Current = work with { StartedAt = resumed.At, IsAdmitted = false },
            Interrupted = null,
            Phase = DeployAgentState.Pending,
            Since = resumed.At,
        },
        DeployEvent.DeployAdmitted admitted when state.Current is { } work => state with { Current = work with { StartedAt = admitted.At, IsAdmitted = true } },
        DeployEvent.DeployJoined joined when state.Current is { } work => state with { Current = work with { Joined = work.Joined.Add(joined.DeployId) } },
        DeployEvent.StepStarted step => state with { Phase = step.Step, Since = step.At },
        DeployEvent.ReturnStarted back when state.Current is { } work => state with { Current = work with { Returning = back.Error } },
        DeployEvent.DeploySucceeded done => Ended(state, done.At, DeployAgentState.Succeeded) with
        {
            Running = done.CommitId,
            IsClean = done.IsClean,
            LastGood = Good(state, done),
            Unreported = Reported(state, new(done.DeployId, DeployAgentState.Succeeded, done.CommitId, done.IsClean, null, done.Duration, done.At)),
        },
        DeployEvent.DeployFailed failed => Ended(state, failed.At, DeployAgentState.Failed) with
        {
            Running = failed.Running,
            Unreported = Reported(state, new(failed.DeployId, DeployAgentState.Failed, failed.Running, null, failed.Error, failed.Duration, failed.At)),
        },
        DeployEvent.RetryScheduled retry => state with { Retry = new(retry.DeployId, retry.Attempt, retry.DueAt) },
        DeployEvent.DeploySuperseded superseded => Superseded(state, superseded) with
        {
            Unreported = Reported(state, new(superseded.DeployId, DeployAgentState.Superseded, state.Running, null, null, superseded.Duration, superseded.At)),
        },
        DeployEvent.WorkStopped stopped => state with { Stopping = null, Running = stopped.Running, IsClean = stopped.IsClean },
        DeployEvent.ResultWritten written => Known(state, written.DeployId, written.State),
        DeployEvent.ResultRefused refused => Known(state, refused.DeployId, refused.State),
        _ => state,
    };

    private static ImmutableList<string> AlsoAccepted(DeployState state, string deployId)
    {
        var others = state.Accepted.Remove(deployId);
        return (others.Count < MostAccepted ? others : others.RemoveAt(0)).Add(deployId);
    }

    /// <summary>Null when the manifest was written by another version and passed over: there is nothing to resume then.</summary>
    private static DeployWork? Work(DeployManifest? manifest, string deployId, DateTimeOffset at, int attempt = 1) =>
        manifest is null ? null : new(deployId, manifest, at, []) { Attempt = attempt };

    private static DeployState Started(DeployState state, DeployEvent.AgentStarted started)
    {
        var good = state.LastGood ?? started.Recalled;
        var stands = good is not null && string.Equals(good.CommitId, started.Running, StringComparison.OrdinalIgnoreCase);
        var phase = state.Phase switch
        {
            DeployAgentState.Failed => DeployAgentState.Failed,
            _ when stands && state.IsIdle => DeployAgentState.Succeeded,
            _ => DeployAgentState.Pending,
        };
        return state with
        {
            LastGood = good,
            SeenZxid = state.SeenZxid == Zxid.None && good is not null ? good.Zxid : state.SeenZxid,
            MustCheck = true,
            Retry = null,
            Phase = phase,
            Since = phase == state.Phase ? state.Since : started.At,
            Running = started.Running,
            IsClean = started.IsClean,
        };
    }

    private static DeployState Ended(DeployState state, DateTimeOffset at, DeployAgentState phase) =>
        state with { Current = null, Interrupted = null, Phase = phase, Since = at };

    /// <summary>Of several deploys that share an outcome the first one's event ends the work; the others follow.</summary>
    private static DeployFinished? Good(DeployState state, DeployEvent.DeploySucceeded done) => state.Current is { } work
        ? new(done.DeployId, done.CommitId, work.Manifest.RelativePath, work.Manifest.Mode, done.At, state.SeenZxid)
        : state.LastGood is { } good ? good with { DeployId = done.DeployId } : null;

    private static DeployState Superseded(DeployState state, DeployEvent.DeploySuperseded superseded)
    {
        if (superseded.DeployId == state.Current?.DeployId) return state with { Stopping = superseded.DeployId, Current = null };
        if (superseded.DeployId == state.Interrupted?.DeployId) return state with { Interrupted = null };
        return superseded.DeployId == state.Next?.DeployId ? state with { Next = null } : state;
    }

    private static ImmutableList<DeployReport> Reported(DeployState state, DeployReport report)
    {
        var others = state.Unreported.RemoveAll(known => known.DeployId == report.DeployId);
        return (others.Count < MostUnreported ? others : others.RemoveAt(0)).Add(report);
    }

    private static DeployState Known(DeployState state, string deployId, DeployAgentState ended) =>
        state with { Unreported = state.Unreported.RemoveAll(report => report.DeployId == deployId && report.State == ended) };
}
