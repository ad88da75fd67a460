namespace ZkReactive.Tests.Coordination.History;

/// <summary>
/// Locks and elections: each fencing token (a leader's epoch) has one holder; tokens grow with the time of asking; and
/// nobody relies upon a hold when another has got a greater token, unless its process did not run meanwhile or somebody
/// else has just ended its session.
/// </summary>
internal static class HoldChecker
{
    public static IEnumerable<string> Check(string resource, IReadOnlyList<HistoryEvent> events, ILookup<string, HistoryEvent> stalls, IReadOnlyList<HistoryEvent> ended, long sessionTimeout)
    {
        var holds = Read(events);
        foreach (var same in holds.GroupBy(hold => hold.Token).Where(same => same.Count() > 1))
            yield return $"{resource}: token {same.Key} was given to {string.Join(" and ", same.Select(hold => hold.Id))}.";

        foreach (var wrong in NotGrowing(resource, holds)) yield return wrong;

        // In the order of tokens: whoever comes later must find those before it done with.
        var byToken = holds.OrderBy(hold => hold.Token).ToList();
        for (var i = 0; i < byToken.Count; i++)
        {
            var next = byToken.Skip(i + 1).FirstOrDefault(other => other.Taken < byToken[i].Trusted);
            if (next is null || HasStalled(byToken[i], next) || WasEnded(byToken[i], next)) continue;
            yield return $"{resource}: {byToken[i].Id} with token {byToken[i].Token} was relied upon at {byToken[i].Trusted}, after {next.Id} had got token {next.Token} at {next.Taken}.";
        }

        // Whoever runs hears of the end of its session in time.
        bool HasStalled(Hold hold, Hold next) =>
            stalls[hold.Process].Any(stall => stall.Number < hold.Trusted && stall.At > next.Taken - sessionTimeout);

        // Nobody can know beforehand that somebody else ends the session; but soon after.
        bool WasEnded(Hold hold, Hold next) =>
            ended.Any(end => end.Number <= next.Taken && hold.Trusted <= end.At + (sessionTimeout / 4));
    }

    private static IEnumerable<string> NotGrowing(string resource, List<Hold> holds)
    {
        var taken = holds.OrderBy(hold => hold.Taken).ToList();
        var at = 0;
        Hold? greatest = null;
        foreach (var hold in holds.OrderBy(hold => hold.Asked))
        {
            for (; at < taken.Count && taken[at].Taken < hold.Asked; at++)
            {
                if (greatest is null || taken[at].Token > greatest.Token) greatest = taken[at];
            }

            if (greatest is not null && hold.Token < greatest.Token)
                yield return $"{resource}: {hold.Id} was asked for after {greatest.Id} was got, but has token {hold.Token}, less than {greatest.Token}.";
        }
    }

    private static List<Hold> Read(IReadOnlyList<HistoryEvent> events)
    {
        var asked = events.Where(one => one.Kind == HistoryKind.HoldAsked).ToDictionary(one => one.Id, one => one.At);
        var trusted = events.Where(one => one.Kind == HistoryKind.HoldTrusted).GroupBy(one => one.Id).ToDictionary(same => same.Key, same => same.Max(one => one.At));
        return [.. from one in events
                   where one.Kind == HistoryKind.HoldTaken
                   select new Hold(one.Process, one.Id, one.Number, asked.GetValueOrDefault(one.Id, long.MinValue), one.At, trusted.GetValueOrDefault(one.Id, long.MinValue))];
    }

    /// <param name="Process">Who.</param>
    /// <param name="Id">Its name.</param>
    /// <param name="Token">Its fencing token.</param>
    /// <param name="Asked">When it was asked for.</param>
    /// <param name="Taken">When it was got.</param>
    /// <param name="Trusted">When it was last relied upon; the smallest number when never.</param>
    private sealed record Hold(string Process, string Id, long Token, long Asked, long Taken, long Trusted);
}
