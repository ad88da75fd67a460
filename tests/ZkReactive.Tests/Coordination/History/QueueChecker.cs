namespace ZkReactive.Tests.Coordination.History;

/// <summary>Queues that were emptied in the end: what was put was completed once, what was not put never.</summary>
internal static class QueueChecker
{
    public static IEnumerable<string> Check(string resource, IReadOnlyList<HistoryEvent> events)
    {
        var puts = Read(events, HistoryKind.PutAsked, HistoryKind.PutDone);
        var completions = Read(events, HistoryKind.CompleteAsked, HistoryKind.CompleteDone);
        foreach (var (item, put) in puts)
        {
            var done = completions.GetValueOrDefault(item) ?? [];
            var times = done.Count(one => one == HistoryOutcome.Done);
            if (put.Contains(HistoryOutcome.Done) && !done.Any(one => one is HistoryOutcome.Done or HistoryOutcome.Unknown))
                yield return $"{resource}: item {item} was put and is lost.";
            if (times > 1) yield return $"{resource}: item {item} was completed {times} times.";
            if (put.All(one => one == HistoryOutcome.Refused) && done.Count > 0) yield return $"{resource}: item {item} was not put, but worked on.";
        }

        foreach (var item in completions.Keys.Where(item => !puts.ContainsKey(item))) yield return $"{resource}: item {item} was worked on, but nobody put it.";
    }

    /// <summary>The outcomes of all attempts by item.</summary>
    private static Dictionary<string, List<HistoryOutcome>> Read(IReadOnlyList<HistoryEvent> events, HistoryKind asked, HistoryKind done)
    {
        var attempts = new Dictionary<string, List<HistoryOutcome>>(StringComparer.Ordinal);
        foreach (var same in events.Where(one => one.Kind == asked || one.Kind == done).GroupBy(one => (one.Id, one.Process)))
        {
            if (!attempts.TryGetValue(same.Key.Id, out var outcomes)) attempts[same.Key.Id] = outcomes = [];

            // One process does one thing with an item at a time; only the last may lack its answer.
            var answers = same.Where(one => one.Kind == done).Select(one => one.Outcome).ToList();
            outcomes.AddRange(answers);
            outcomes.AddRange(Enumerable.Repeat(HistoryOutcome.Unknown, same.Count(one => one.Kind == asked) - answers.Count));
        }

        return attempts;
    }
}
