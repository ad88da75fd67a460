using System.Globalization;
using ZkReactive.Pipelines.Policy.Documents;
using ZkReactive.Pipelines.Policy.Language;

namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>Lays the routes of a set out as a <see cref="RoutingTable"/>; finds overlaps and gaps on the way.</summary>
internal static class RoutingTableBuilder
{
    private const int MaxGaps = 10;

    /// <summary>Tells of unconditional ranges that share ids, of a second otherwise, and of ids that go nowhere.</summary>
    public static void Check(IReadOnlyList<RouteEntry> entries, Findings findings)
    {
        var unconditional = entries.Where(entry => entry is { IsOtherwise: false, Route.When: null }).OrderBy(entry => entry.Route.From).ThenBy(entry => entry.Route.To).ToArray();
        var reach = default(RouteEntry);
        foreach (var entry in unconditional)
        {
            if (reach is not null && entry.Route.From <= reach.Route.To)
            {
                var (shared, end) = (entry.Route.From, Math.Min(entry.Route.To, reach.Route.To));
                var other = reach;
                findings.Error(
                    entry.Policy, entry.Route.Line, entry.Route.Column, PolicyErrorIds.RangeOverlap,
                    $"The ids {Range(shared, end)} go to {entry.Route.Next} here and to {other.Route.Next} by {other.Policy}({other.Route.Line},{other.Route.Column}), both without a condition. Give each id to one of them.");
            }

            if (reach is null || entry.Route.To > reach.Route.To) reach = entry;
        }

        var otherwises = entries.Where(entry => entry.IsOtherwise).ToArray();
        foreach (var second in otherwises.Skip(1))
        {
            findings.Error(
                second.Policy, second.Route.Line, second.Route.Column, PolicyErrorIds.OtherwiseRepeated,
                $"A set has one otherwise for its access lists; {otherwises[0].Policy}({otherwises[0].Route.Line},{otherwises[0].Route.Column}) has it already. Remove one of the two.");
        }

        if (otherwises.Length == 0) WarnOfGaps(entries, unconditional, findings);
    }

    /// <summary>Lays them out. The routes must have passed <see cref="Check"/>.</summary>
    public static RoutingTable? Build(RouteEntry[] entries, ConditionProgram program, PolicyLimits limits, Findings findings)
    {
        var rest = Array.FindIndex(entries, entry => entry.IsOtherwise);
        var nowhere = rest < 0 ? entries.Length : rest;
        var sweep = new Sweep(entries, nowhere);
        var starts = new List<long>();
        var segments = new List<Segment>();
        var candidates = new List<int>();
        foreach (var start in sweep.Boundaries)
        {
            var isChanged = sweep.MoveTo(start);
            var last = segments.Count == 0 ? default : segments[^1];
            if (segments.Count > 0 && last.Fallback == sweep.Fallback && !isChanged) continue;
            var first = last.First;
            if (isChanged || segments.Count == 0)
            {
                first = candidates.Count;
                candidates.AddRange(sweep.Active);
                if (candidates.Count > limits.MaxCandidates)
                {
                    findings.Error("", 0, 0, PolicyErrorIds.TooLarge, string.Create(CultureInfo.InvariantCulture, $"Conditional ranges overlap each other so much that the routing table would have more than {limits.MaxCandidates} places. Split them less finely, or put conditions together."));
                    return null;
                }
            }

            starts.Add(start);
            segments.Add(new(first, sweep.Active.Count, sweep.Fallback));
        }

        return new(program, entries, [.. starts], [.. segments], [.. candidates]);
    }

    private static void WarnOfGaps(IReadOnlyList<RouteEntry> entries, RouteEntry[] unconditional, Findings findings)
    {
        if (entries.Count == 0) return;
        if (unconditional.Length == 0)
        {
            findings.Warn("", 0, 0, PolicyErrorIds.Gap, "Every route has a condition and there is no otherwise: an id for which none holds goes nowhere.");
            return;
        }

        var gaps = new List<string>();
        var end = unconditional[0].Route.To;
        foreach (var entry in unconditional.Skip(1))
        {
            if (end != long.MaxValue && entry.Route.From > end + 1) gaps.Add(Range(end + 1, entry.Route.From - 1));
            end = Math.Max(end, entry.Route.To);
        }

        if (gaps.Count > 0)
        {
            var more = gaps.Count > MaxGaps ? $" and {gaps.Count - MaxGaps} more" : "";
            findings.Warn("", 0, 0, PolicyErrorIds.Gap, $"No route without a condition covers the ids {string.Join(", ", gaps.Take(MaxGaps))}{more}, and there is no otherwise.");
        }

        if (unconditional[0].Route.From > long.MinValue || end < long.MaxValue)
            findings.Warn("", 0, 0, PolicyErrorIds.Gap, $"There is no otherwise: ids outside {Range(unconditional[0].Route.From, end)} go nowhere.");
    }

    private static string Range(long from, long to) => from == to ? from.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{from}–{to}");

    /// <summary>Goes over the ids from the smallest up, and knows at each boundary which routes cover what follows.</summary>
    private sealed class Sweep
    {
        private readonly RouteEntry[] _entries;
        private readonly int _nowhere;
        private readonly int[] _byStart;
        private readonly int[] _byEnd;
        private readonly SortedSet<int> _active = [];
        private int _started;
        private int _ended;

        public Sweep(RouteEntry[] entries, int nowhere)
        {
            _entries = entries;
            _nowhere = nowhere;
            Fallback = nowhere;
            var routes = Enumerable.Range(0, entries.Length).Where(route => !entries[route].IsOtherwise).ToArray();
            _byStart = Sorted(routes, route => entries[route].Route.From);
            _byEnd = Sorted(routes, route => entries[route].Route.To);
            var boundaries = new List<long>((routes.Length * 2) + 1) { long.MinValue };
            foreach (var route in routes)
            {
                boundaries.Add(entries[route].Route.From);
                if (entries[route].Route.To != long.MaxValue) boundaries.Add(entries[route].Route.To + 1);
            }

            boundaries.Sort();
            Boundaries = boundaries.Distinct();
        }

        public IEnumerable<long> Boundaries { get; }

        /// <summary>The conditional routes that cover the present stretch, in order of declaration.</summary>
        public SortedSet<int> Active => _active;

        /// <summary>The unconditional one, or what stands in for it.</summary>
        public int Fallback { get; private set; }

        /// <summary>Goes to a boundary. True when the conditional routes are others than before.</summary>
        public bool MoveTo(long start)
        {
            var isChanged = false;
            for (; _ended < _byEnd.Length && _entries[_byEnd[_ended]].Route.To < start; _ended++)
            {
                if (_entries[_byEnd[_ended]].Route.When is null) Fallback = _nowhere;
                else isChanged |= _active.Remove(_byEnd[_ended]);
            }

            for (; _started < _byStart.Length && _entries[_byStart[_started]].Route.From <= start; _started++)
            {
                if (_entries[_byStart[_started]].Route.When is null) Fallback = _byStart[_started];
                else isChanged |= _active.Add(_byStart[_started]);
            }

            return isChanged;
        }

        private static int[] Sorted(int[] routes, Func<int, long> key)
        {
            var sorted = (int[])routes.Clone();
            Array.Sort(Array.ConvertAll(sorted, route => key(route)), sorted);
            return sorted;
        }
    }
}
