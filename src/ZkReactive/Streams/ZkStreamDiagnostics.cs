using System.Diagnostics.Metrics;

namespace ZkReactive.Streams;

/// <summary>
/// What the streams of this process tell to OpenTelemetry and every other listener of <see cref="Meter"/>. Nothing is
/// measured while nobody listens.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>instrument</term><description>what it measures</description></listheader>
/// <item><term>zkreactive.stream.lag</term><description>histogram, seconds from the commit of a change of a node's data, by the
/// leader's clock, to the observer; of elements with cause <see cref="ChangeCause.Change"/>, whose node is there</description></item>
/// <item><term>zkreactive.stream.observers.dropped</term><description>counter, observers that threw and were let go</description></item>
/// </list>
/// </remarks>
public static class ZkStreamDiagnostics
{
    /// <summary>The name of the meter, for <c>AddMeter</c>.</summary>
    public const string Name = "ZkReactive.Streams";

    private static readonly Meter Meter = new(Name, typeof(ZkStreamDiagnostics).Assembly.GetName().Version?.ToString(3));
    private static readonly Histogram<double> Lag = Meter.CreateHistogram<double>("zkreactive.stream.lag", "s", "From the commit of a change to the observer.");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>("zkreactive.stream.observers.dropped", "{observer}", "Observers that threw and were let go.");

    /// <summary>A change goes to an observer now.</summary>
    internal static void NoteChange(DateTimeOffset? committed, TimeProvider time)
    {
        // Two machines' clocks: one that is ahead must not make the lag negative.
        if (Lag.Enabled && committed is { } since) Lag.Record(Math.Max(0, (time.GetUtcNow() - since).TotalSeconds));
    }

    /// <summary>An observer threw.</summary>
    internal static void NoteDropped() => Dropped.Add(1);
}
