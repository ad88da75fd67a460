using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>The instances that may be picked, prepared so that a pick costs next to nothing. Immutable but for its counters.</summary>
internal sealed class ServiceSelection
{
    private static readonly ServiceSelection Empty = new([]);

    private readonly ServiceInstance[] _instances;

    /// <summary>The sum of the weights up to and including each instance; null when all weights are equal.</summary>
    private readonly long[]? _weights;

    /// <summary>A counter for each processor, so that threads on different ones do not fight for one cache line.</summary>
    private readonly Counter[] _turns = new Counter[Math.Min(Environment.ProcessorCount, 64)];

    private StickyRing? _ring;

    private ServiceSelection(ServiceInstance[] instances)
    {
        _instances = instances;
        _weights = instances.Length > 0 && Array.TrueForAll(instances, one => one.Weight == instances[0].Weight) ? null : Sums(instances);

        // Not all from the first, or else a fleet that starts together asks the same instance first.
        for (var i = 0; i < _turns.Length; i++) _turns[i].Value = (uint)System.Random.Shared.Next();
    }

    /// <summary>Those of a service that count: enabled, of some weight, not down (unless all are), in the zone (unless none is).</summary>
    internal static ServiceSelection Of(ImmutableArray<ServiceInstance> instances, Func<ServiceInstance, bool> isDown, string? zone)
    {
        var able = instances.Where(instance => instance is { IsEnabled: true, Weight: > 0 }).ToArray();
        if (able.Length == 0) return Empty;
        var up = Array.FindAll(able, instance => !isDown(instance));
        if (up.Length == 0) up = able;
        var near = zone is null ? [] : Array.FindAll(up, instance => instance.Zone == zone);
        return new ServiceSelection(near.Length > 0 ? near : up);
    }

    internal ServiceInstance? Pick(ServicePick pick) => pick switch
    {
        ServicePick.Random => PickRandom(),
        ServicePick.RoundRobin => PickRoundRobin(),
        ServicePick.Weighted => PickWeighted(),
        ServicePick.Sticky => throw new ArgumentException("A sticky pick needs a key: call Pick(key).", nameof(pick)),
        _ => throw new ArgumentOutOfRangeException(nameof(pick), pick, null),
    };

    internal ServiceInstance? PickSticky(ReadOnlySpan<char> key)
    {
        if (_instances.Length == 0) return null;
        var ring = Volatile.Read(ref _ring) ?? MakeRing();
        return _instances[ring.Find(key)];
    }

    private StickyRing MakeRing()
    {
        // Two that make it at once make the same.
        var ring = new StickyRing(_instances);
        Volatile.Write(ref _ring, ring);
        return ring;
    }

    private ServiceInstance? PickRandom() => _instances.Length switch
    {
        0 => null,
        1 => _instances[0],
        var count => _instances[System.Random.Shared.Next(count)],
    };

    private ServiceInstance? PickRoundRobin()
    {
        if (_instances.Length == 0) return null;
        ref var turn = ref _turns[Thread.GetCurrentProcessorId() % _turns.Length];
        return _instances[Interlocked.Increment(ref turn.Value) % (uint)_instances.Length];
    }

    private ServiceInstance? PickWeighted()
    {
        if (_weights is null) return PickRandom();
        if (_weights.Length == 0) return null;
        var at = System.Random.Shared.NextInt64(_weights[^1]);
        int low = 0, high = _weights.Length - 1;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_weights[middle] > at) high = middle;
            else low = middle + 1;
        }

        return _instances[low];
    }

    private static long[] Sums(ServiceInstance[] instances)
    {
        var sums = new long[instances.Length];
        var sum = 0L;
        for (var i = 0; i < sums.Length; i++) sums[i] = sum += instances[i].Weight;
        return sums;
    }

    /// <summary>As long as a pair of cache lines, which processors fetch together.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    private struct Counter
    {
        [FieldOffset(0)]
        public uint Value;
    }
}
