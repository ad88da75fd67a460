using ZkReactive.Pipelines.Policy.Language;

namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>
/// All access lists of a set as flat arrays: the sorted places where the treatment of ids changes, and for each stretch
/// its conditional routes in order of declaration and the one that holds otherwise. Immutable.
/// </summary>
internal sealed class RoutingTable
{
    private readonly ConditionProgram _program;

    /// <summary>Where each stretch begins; the first at the smallest id of all, so that every id is in one.</summary>
    private readonly long[] _starts;
    private readonly Segment[] _segments;
    private readonly int[] _candidates;
    private readonly Condition[] _conditions;

    /// <summary>Where each route leads; one more for nowhere.</summary>
    private readonly string?[] _next;

    /// <summary>How far the ids of the first and last boundary are shifted to find a place in <see cref="_index"/>.</summary>
    private readonly int _shift;

    /// <summary>For equal steps over the ids between the boundaries: the last stretch that begins at or before the step. Narrows the search to a few.</summary>
    private readonly int[] _index;

    internal RoutingTable(ConditionProgram program, RouteEntry[] entries, long[] starts, Segment[] segments, int[] candidates)
    {
        _program = program;
        Entries = entries;
        _starts = starts;
        _segments = segments;
        _candidates = candidates;
        _conditions = Array.ConvertAll(entries, entry => entry.Condition);
        _next = [.. entries.Select(entry => entry.Route.Next), null];
        (_shift, _index) = BuildIndex(starts);
    }

    /// <summary>The routes in order of declaration, an otherwise last.</summary>
    internal RouteEntry[] Entries { get; }

    /// <summary>How many stretches there are.</summary>
    internal int SegmentCount => _segments.Length;

    /// <summary>Where an id goes; null for nowhere.</summary>
    internal string? Route(long id, ReadOnlySpan<PolicyAttribute> attributes)
    {
        var segment = _segments[Find(id)];
        for (var i = segment.First; i < segment.First + segment.Count; i++)
        {
            var candidate = _candidates[i];
            if (_program.Evaluate(_conditions[candidate], id, attributes) == Ternary.True) return _next[candidate];
        }

        return _next[segment.Fallback];
    }

    /// <summary>The stretch of an id: its first id, its conditional routes, and the route that holds otherwise (null for none).</summary>
    internal (long Start, long End, ReadOnlyMemory<int> Candidates, int? Fallback) SegmentOf(long id) => SegmentAt(Find(id));

    /// <summary>A stretch by its number.</summary>
    internal (long Start, long End, ReadOnlyMemory<int> Candidates, int? Fallback) SegmentAt(int number)
    {
        var segment = _segments[number];
        return (
            _starts[number],
            number + 1 < _starts.Length ? _starts[number + 1] - 1 : long.MaxValue,
            _candidates.AsMemory(segment.First, segment.Count),
            segment.Fallback == Entries.Length ? null : segment.Fallback);
    }

    /// <summary>The last stretch that begins at or before an id.</summary>
    private int Find(long id)
    {
        var starts = _starts;
        if (starts.Length == 1 || id < starts[1]) return 0;
        if (id >= starts[^1]) return starts.Length - 1;
        var step = (int)((ulong)(id - starts[1]) >> _shift);
        var low = _index[step];
        var high = _index[step + 1];
        while (low < high)
        {
            var middle = (int)((uint)(low + high + 1) >> 1);
            if (starts[middle] <= id) low = middle;
            else high = middle - 1;
        }

        return low;
    }

    private static (int Shift, int[] Index) BuildIndex(long[] starts)
    {
        if (starts.Length < 3) return (0, [0, 0]);
        var span = (ulong)(starts[^1] - starts[1]);
        var steps = 2UL;
        while (steps < (ulong)starts.Length * 2) steps <<= 1;
        var shift = 0;
        while (span >> shift >= steps) shift++;
        var index = new int[(int)(span >> shift) + 2];
        var at = 1;
        for (var step = 0; step < index.Length; step++)
        {
            var offset = (ulong)step << shift;
            // Past the last boundary there is nothing more to find.
            while (at + 1 < starts.Length && (ulong)(starts[at + 1] - starts[1]) <= offset) at++;
            index[step] = step == index.Length - 1 ? starts.Length - 1 : at;
        }

        return (shift, index);
    }
}
