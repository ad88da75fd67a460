using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// What the name of a place in the queue tells: <c>b-web1-0000000007</c>. Agents that had begun before (class <c>a</c>)
/// come before those that have not (class <c>b</c>), each class in the order of arrival.
/// </summary>
/// <param name="Name">The whole name.</param>
/// <param name="Agent">Who waits.</param>
/// <param name="IsReturning">Whether it had begun before.</param>
/// <param name="Number">The server's counter.</param>
internal sealed record RolloutEntryName(string Name, string Agent, bool IsReturning, long Number)
{
    /// <summary>The name without the counter.</summary>
    internal static string Prefix(string agent, bool isReturning) => (isReturning ? "a-" : "b-") + agent + "-";

    /// <summary>The queue of a list of names, first comer first; what is no place in a queue is left out.</summary>
    internal static List<RolloutEntryName> Queue(IEnumerable<string> names)
    {
        var queue = names.Select(TryParse).OfType<RolloutEntryName>().ToList();
        queue.Sort(static (left, right) => left.IsReturning != right.IsReturning ? (left.IsReturning ? -1 : 1) : SequentialName.Compare(left.Number, right.Number));
        return queue;
    }

    private static RolloutEntryName? TryParse(string name) =>
        SequentialName.TryParse(name, out var prefix, out var number) && prefix.Length > 3 && prefix[^1] == '-' && (prefix.StartsWith("a-", StringComparison.Ordinal) || prefix.StartsWith("b-", StringComparison.Ordinal))
            ? new(name, prefix[2..^1], prefix[0] == 'a', number)
            : null;
}
