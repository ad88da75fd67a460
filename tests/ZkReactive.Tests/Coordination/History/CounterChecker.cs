namespace ZkReactive.Tests.Coordination.History;

/// <summary>Counters counted up by one: each step that was taken counts once, each that was not never, and the number grows with time.</summary>
internal static class CounterChecker
{
    public static IEnumerable<string> Check(string resource, IReadOnlyList<HistoryEvent> events)
    {
        var asked = events.Where(one => one.Kind == HistoryKind.StepAsked).ToDictionary(one => one.Id);
        var answered = events.Where(one => one.Kind == HistoryKind.StepDone).ToList();
        var done = answered.Where(one => one.Outcome == HistoryOutcome.Done).ToList();
        foreach (var same in done.GroupBy(one => one.Number).Where(same => same.Count() > 1))
            yield return $"{resource}: {same.Key} was the number after {string.Join(" and ", same.Select(one => one.Id).Order(StringComparer.Ordinal))}.";

        var refused = answered.Count(one => one.Outcome == HistoryOutcome.Refused);
        foreach (var total in events.Where(one => one.Kind == HistoryKind.Total))
        {
            var most = asked.Count - refused;
            if (total.Number < done.Count || total.Number > most)
                yield return $"{resource}: it is {total.Number} in the end, but {done.Count} to {most} steps were taken.";
            foreach (var step in done.Where(one => one.Number > total.Number)) yield return $"{resource}: {step.Id} made it {step.Number}, but in the end it is {total.Number}.";
        }

        var at = 0;
        HistoryEvent? greatest = null;
        foreach (var step in done.OrderBy(one => asked[one.Id].At))
        {
            for (; at < done.Count && done[at].At < asked[step.Id].At; at++)
            {
                if (greatest is null || done[at].Number > greatest.Number) greatest = done[at];
            }

            if (greatest is not null && step.Number < greatest.Number)
                yield return $"{resource}: {step.Id} was asked for after {greatest.Id} had made it {greatest.Number}, but made it {step.Number}.";
        }
    }
}
