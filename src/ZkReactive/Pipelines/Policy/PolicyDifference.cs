using ZkReactive.Pipelines.Policy.Routing;

namespace ZkReactive.Pipelines.Policy;

/// <summary>What would be otherwise with another set.</summary>
/// <param name="Policies">The policies that are added, changed or removed.</param>
/// <param name="Moves">The ids that are routed otherwise, from the smallest up.</param>
/// <param name="Rules">The rules that are added, removed or moved, by agl and line.</param>
public sealed record PolicyDifference(IReadOnlyList<PolicyFileChange> Policies, IReadOnlyList<PolicyMove> Moves, IReadOnlyList<PolicyRuleChange> Rules)
{
    /// <summary>Whether the two sets are the same to the byte.</summary>
    public bool IsEmpty => Policies.Count == 0;

    /// <summary>Compares two sets. Pure.</summary>
    public static PolicyDifference Between(PolicySet before, PolicySet after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new([.. PoliciesBetween(before, after)], MovesBetween(before.Table, after.Table), [.. RulesBetween(before, after)]);
    }

    private static IEnumerable<PolicyFileChange> PoliciesBetween(PolicySet before, PolicySet after)
    {
        var old = before.Documents.ToDictionary(document => (document.Kind, document.Name));
        var @new = after.Documents.ToDictionary(document => (document.Kind, document.Name));
        foreach (var key in old.Keys.Union(@new.Keys).OrderBy(key => key.Kind).ThenBy(key => key.Name, PolicyNameComparer.Instance))
        {
            var (was, will) = (old.GetValueOrDefault(key), @new.GetValueOrDefault(key));
            if (was is null) yield return new(key.Name, key.Kind, PolicyChangeKind.Added);
            else if (will is null) yield return new(key.Name, key.Kind, PolicyChangeKind.Removed);
            else if (!was.Source.Span.SequenceEqual(will.Source.Span)) yield return new(key.Name, key.Kind, PolicyChangeKind.Changed);
        }
    }

    /// <summary>Goes over both tables side by side; neighbours that move alike are one move.</summary>
    private static List<PolicyMove> MovesBetween(RoutingTable before, RoutingTable after)
    {
        var moves = new List<PolicyMove>();
        var (old, @new) = (new Treatments(before), new Treatments(after));
        for (var (i, j, start) = (0, 0, long.MinValue); i < before.SegmentCount && j < after.SegmentCount;)
        {
            var (oldEnd, newEnd) = (before.SegmentAt(i).End, after.SegmentAt(j).End);
            var end = Math.Min(oldEnd, newEnd);
            var (was, will) = (old.Of(i), @new.Of(j));
            if (was != will)
            {
                if (moves.Count > 0 && moves[^1] is var last && last.To == start - 1 && last.Before == was && last.After == will) moves[^1] = last with { To = end };
                else moves.Add(new(start, end, was, will));
            }

            if (oldEnd == end) i++;
            if (newEnd == end) j++;
            start = end == long.MaxValue ? end : end + 1;
        }

        return moves;
    }

    private static IEnumerable<PolicyRuleChange> RulesBetween(PolicySet before, PolicySet after)
    {
        var old = Agls(before);
        var @new = Agls(after);
        foreach (var name in old.Keys.Union(@new.Keys).Order(PolicyNameComparer.Instance))
        {
            var was = old.GetValueOrDefault(name) ?? [];
            var will = @new.GetValueOrDefault(name) ?? [];
            // What both have in the same order stays; the rest came, went, or changed its place.
            var stays = LongestCommon([.. was.Select(rule => rule.Text)], [.. will.Select(rule => rule.Text)]);
            var gone = was.Where((_, i) => !stays.Old.Contains(i)).ToList();
            foreach (var rule in will.Where((_, i) => !stays.New.Contains(i)))
            {
                var moved = gone.FindIndex(candidate => candidate.Text == rule.Text);
                if (moved >= 0) gone.RemoveAt(moved);
                yield return new(name, moved >= 0 ? PolicyChangeKind.Changed : PolicyChangeKind.Added, rule.Text, rule.Line);
            }

            foreach (var rule in gone) yield return new(name, PolicyChangeKind.Removed, rule.Text, rule.Line);
        }
    }

    private static Dictionary<string, (string Text, int Line)[]> Agls(PolicySet set) => set.Documents
        .Where(document => document.Kind == PolicyKind.Agl)
        .ToDictionary(
            document => document.Name,
            document => document.Rules.Select(rule => ($"{rule.Then} when {rule.When.Trim()}", rule.Line))
                .Concat(document.Otherwise is { } rest ? [($"{rest.Result} otherwise", rest.Line)] : [])
                .ToArray());

    /// <summary>Which places of two lists belong together: equal beginnings, equal ends, and between them each text once.</summary>
    private static (HashSet<int> Old, HashSet<int> New) LongestCommon(string[] old, string[] @new)
    {
        var (keepOld, keepNew) = (new HashSet<int>(), new HashSet<int>());
        var (head, oldTail, newTail) = (0, old.Length - 1, @new.Length - 1);
        for (; head <= oldTail && head <= newTail && old[head] == @new[head]; head++) Keep(head, head);
        for (; oldTail >= head && newTail >= head && old[oldTail] == @new[newTail]; oldTail--, newTail--) Keep(oldTail, newTail);
        // In the middle rules are followed greedily: not always the longest run, but never a wrong statement, and linear.
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = head; i <= oldTail; i++)
        {
            if (!places.TryGetValue(old[i], out var queue)) places.Add(old[i], queue = new Queue<int>());
            queue.Enqueue(i);
        }

        var reached = head - 1;
        for (var j = head; j <= newTail; j++)
        {
            if (!places.TryGetValue(@new[j], out var queue) || queue.Count == 0 || queue.Peek() <= reached) continue;
            reached = queue.Dequeue();
            Keep(reached, j);
        }

        return (keepOld, keepNew);

        void Keep(int o, int n)
        {
            keepOld.Add(o);
            keepNew.Add(n);
        }
    }

    /// <summary>How each stretch of a table is treated, in words; stretches share their conditional routes, so words are kept.</summary>
    private sealed class Treatments(RoutingTable table)
    {
        private readonly Dictionary<(ReadOnlyMemory<int> Candidates, int? Fallback), string> _words = [];

        public string Of(int segment)
        {
            var (_, _, candidates, fallback) = table.SegmentAt(segment);
            if (_words.TryGetValue((candidates, fallback), out var known)) return known;
            var rest = fallback is { } last ? table.Entries[last].Route.Next : PolicyMove.Nowhere;
            var conditional = candidates.ToArray().Select(candidate => $"{table.Entries[candidate].Route.Next} when {table.Entries[candidate].Route.When!.Trim()}").ToArray();
            var words = conditional.Length == 0 ? rest : $"{string.Join(", ", conditional)}, else {rest}";
            _words.Add((candidates, fallback), words);
            return words;
        }
    }
}
