using System.Collections.Concurrent;

namespace ZkReactive.Cli.Demo;

/// <summary>Notes when each agent saw and did what; all agents run on this machine, so their clocks are one.</summary>
internal sealed class DemoClock(TimeProvider time)
{
    private readonly ConcurrentDictionary<(string Agent, string Deploy, string Event), DateTimeOffset> _first = new();

    /// <summary>Now.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Notes an event; of the same kind for the same deploy the first one counts.</summary>
    public void Note(string agent, string? deploy, string name, DateTimeOffset at)
    {
        if (deploy is not null) _first.TryAdd((agent, deploy, name), at);
    }

    /// <summary>How long after <paramref name="from"/> an agent had an event; null when it had none.</summary>
    public TimeSpan? After(DateTimeOffset from, string agent, string deploy, string name) =>
        _first.TryGetValue((agent, deploy, name), out var at) ? at - from : null;

    /// <summary>The middle one and the longest of some times, as a person reads them.</summary>
    public static string MedianAndMax(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Order().ToArray();
        if (sorted.Length == 0) return "not seen";
        var median = sorted[(sorted.Length - 1) / 2];
        return $"p50 {Durations.Milliseconds(median)}, max {Durations.Milliseconds(sorted[^1])}";
    }
}
