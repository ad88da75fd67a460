using System.Collections.Concurrent;
using System.Collections.Immutable;
using ZkReactive.Pipelines.Discovery.Lookup;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>The instances of a service at one moment, and how far they are to be trusted. Immutable; good on any thread.</summary>
public sealed class ServiceList
{
    /// <summary>More ways to restrict a list than this are not kept; they only lose their place in a round robin.</summary>
    private const int MostKept = 64;

    private readonly ServiceSelection _selection;

    /// <summary>Lists that were made of this one, by tags and zone: asked again, a round robin goes on where it was.</summary>
    private ConcurrentDictionary<string, ServiceList>? _restricted;

    internal ServiceList(ServiceListData data, ImmutableArray<ServiceInstance> down, string? zone)
    {
        Data = data;
        Down = down;
        _selection = ServiceSelection.Of(data.Instances, instance => down.Any(marked => ReferenceEquals(marked, instance)), zone);
    }

    /// <summary>The service's node.</summary>
    public ZkPath Path => Data.Path;

    /// <summary>The instances, in ordinal order of their nodes' names.</summary>
    public ImmutableArray<ServiceInstance> Instances => Data.Instances;

    /// <summary>How many there are.</summary>
    public int Count => Data.Instances.Length;

    /// <summary>The last transaction that the server had applied when the list was read or made sure of; it holds what was committed until then.</summary>
    public Zxid AsOfZxid => Data.Zxid;

    /// <summary>When it was read or made sure of, by this machine's clock.</summary>
    public DateTimeOffset At => Data.At;

    /// <summary>Whether it may be out of date, since ZooKeeper cannot be asked.</summary>
    public bool IsStale => Data.Reason is not (ServiceListReason.Current or ServiceListReason.NoNode);

    /// <summary>Why it is as it is.</summary>
    public ServiceListReason Reason => Data.Reason;

    /// <summary>Whether it was ever read: only then does an empty list say that there is no instance.</summary>
    public bool IsKnown => Data.Reason != ServiceListReason.NotRead;

    /// <summary>The children that are no instance anyone can read, by name, each with what is wrong with it.</summary>
    public ImmutableDictionary<string, string> Skipped => Data.Skipped;

    /// <summary>The instances that were marked down (<see cref="ServiceCache.MarkDown"/>) when the list was made: in the list, but left out of picks.</summary>
    public ImmutableArray<ServiceInstance> Down { get; }

    internal ServiceListData Data { get; }

    /// <summary>
    /// Picks an instance: of those that are enabled, not marked down and not of weight 0; in the preferred zone where one of
    /// them is there. When all are marked down, all count again: a doubtful instance is better than none. Allocates nothing.
    /// </summary>
    /// <returns>Null when there is none to pick.</returns>
    public ServiceInstance? Pick(ServicePick pick = ServicePick.Random) => _selection.Pick(pick);

    /// <summary>Picks the instance that belongs to a key, as <see cref="ServicePick.Sticky"/> says.</summary>
    public ServiceInstance? Pick(ReadOnlySpan<char> key) => _selection.PickSticky(key);

    /// <summary>The same list with those instances alone that have all of the tags, and with picks that prefer a zone. What is marked down stays so.</summary>
    /// <param name="tags">The tags; none for all instances.</param>
    /// <param name="zone">The zone; null for no preference.</param>
    public ServiceList Restrict(IReadOnlyCollection<string> tags, string? zone)
    {
        ArgumentNullException.ThrowIfNull(tags);
        if (tags.Count == 0 && zone is null) return this;
        var key = string.Join('\0', tags.Prepend(zone is null ? "" : "=" + zone));
        var kept = _restricted ?? Interlocked.CompareExchange(ref _restricted, new(StringComparer.Ordinal), null) ?? _restricted;
        if (kept.TryGetValue(key, out var known)) return known;
        var data = tags.Count == 0 ? Data : Data with { Instances = [.. Data.Instances.Where(instance => tags.All(instance.Tags.Contains))] };
        var restricted = new ServiceList(data, Down, zone);
        return kept.Count < MostKept ? kept.GetOrAdd(key, restricted) : restricted;
    }

    /// <summary>The service and how many instances it has.</summary>
    public override string ToString() => $"{Path}: {Count} instances as of {AsOfZxid}, {Reason}";
}
