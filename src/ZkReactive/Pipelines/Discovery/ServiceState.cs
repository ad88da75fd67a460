using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>What a registration knows: the fold of its events.</summary>
public sealed record ServiceState
{
    /// <summary>How many of its own past sessions a registration remembers.</summary>
    internal const int MostPredecessors = 16;

    /// <summary>Nothing seen.</summary>
    public static readonly ServiceState Empty = new();

    /// <summary>What the probes have made of the service.</summary>
    public ServiceHealth Health { get; init; }

    /// <summary>What the last probe that counted found.</summary>
    public string Detail { get; init; } = "";

    /// <summary>How many probes in a row differ from <see cref="Health"/>, and in which way the last one did.</summary>
    public (bool IsUp, int Count) Streak { get; init; }

    /// <summary>The present session, or the last one.</summary>
    public SessionId Session { get; init; }

    /// <summary>Whether writes are taken at present.</summary>
    public bool CanWrite { get; init; }

    /// <summary>Which history of the ensemble the zxids are of.</summary>
    public int History { get; init; }

    /// <summary>Sessions that were this registration's own, newest last.</summary>
    public ImmutableArray<SessionId> Predecessors { get; init; } = [];

    /// <summary>What is known of the node.</summary>
    public ServiceNodeView Node { get; init; } = new ServiceNodeView.Unknown();

    /// <summary>The newest transaction known to have touched the node; older views of it are news no more.</summary>
    public Zxid Newest { get; init; }

    /// <summary>The creation of the node that was last taken away here; a view of that node is news no more.</summary>
    public Zxid Gone { get; init; }

    /// <summary>
    /// Whether a write may have been done of which nothing is known: what the watch saw may be of before it, so that only the
    /// outcome of a step counts.
    /// </summary>
    public bool IsInDoubt { get; init; }

    /// <summary>The step under way.</summary>
    public ServiceStep Doing { get; init; }

    /// <summary>How many steps failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Why the last step failed; null when it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a pause after a failure is under way.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whose node is in the way, and whether it was found to be a stranger's; null when none is.</summary>
    public (SessionId Owner, bool IsStranger)? InTheWay { get; init; }

    /// <summary>Whether the registration is ending.</summary>
    public bool IsStopping { get; init; }

    /// <summary>Whether the registration has ended.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Whether the service stands in ZooKeeper, kept by the present session, as far as is known.</summary>
    public bool IsRegistered => Node is ServiceNodeView.Present { Owner: var owner } && owner == Session && owner != SessionId.None;
}
