namespace ZkReactive.Tests.Coordination.History;

/// <summary>Tells from what many processes noted whether recipes kept their promises. Pure.</summary>
public static class HistoryChecker
{
    /// <summary>The promises that were broken, in words; none when all were kept.</summary>
    /// <param name="history">The events of all processes, in any order.</param>
    /// <param name="sessionTimeout">The processes' session time-out, in ticks of the events' clock.</param>
    public static IReadOnlyList<string> Check(IEnumerable<HistoryEvent> history, long sessionTimeout)
    {
        var all = history.OrderBy(one => one.At).ToList();
        var stalls = all.Where(one => one.Kind == HistoryKind.Stalled).ToLookup(one => one.Process);
        var ended = all.Where(one => one.Kind == HistoryKind.SessionsEnded).ToList();
        var found = new List<string>();
        foreach (var resource in all.Where(one => one.Kind is not (HistoryKind.Stalled or HistoryKind.SessionsEnded)).GroupBy(one => one.Resource))
        {
            var events = resource.ToList();
            found.AddRange(HoldChecker.Check(resource.Key, events, stalls, ended, sessionTimeout));
            found.AddRange(QueueChecker.Check(resource.Key, events));
            found.AddRange(CounterChecker.Check(resource.Key, events));
        }

        return found;
    }
}
