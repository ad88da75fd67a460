using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ZkReactive.Client.Connections;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// What the clients of this process tell to OpenTelemetry and every other listener of <see cref="ActivitySource"/> and
/// <see cref="Meter"/>. Nothing is measured while nobody listens.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>instrument</term><description>what it measures</description></listheader>
/// <item><term>zkreactive.client.request.duration</term><description>histogram, seconds from the call to its outcome; tags
/// <c>zookeeper.operation</c> (<c>Get</c>, <c>Create</c>…) and, for failures, <c>error.type</c> (the error id)</description></item>
/// <item><term>zkreactive.client.request.pending</term><description>gauge, requests of all clients on their way or waiting for a connection</description></item>
/// <item><term>zkreactive.client.sessions</term><description>gauge, clients by <c>zookeeper.session.status</c></description></item>
/// <item><term>zkreactive.client.session.changes</term><description>counter, changes of a session's state by <c>zookeeper.session.status</c>: connections made and lost, expiries</description></item>
/// <item><term>zkreactive.client.watch.events</term><description>counter, events from servers by <c>zookeeper.event</c></description></item>
/// <item><term>zkreactive.client.watch.overflows</term><description>counter, times that a persistent watch's queue was full and events
/// became one gap mark</description></item>
/// </list>
/// A span is named <c>zookeeper</c> and the operation, is of kind client, and carries <c>db.system.name</c>, <c>zookeeper.path</c>
/// and, when the call failed, <c>error.type</c>.
/// </remarks>
public static class ZkClientDiagnostics
{
    /// <summary>The name of both the activity source and the meter, for <c>AddSource</c> and <c>AddMeter</c>.</summary>
    public const string Name = "ZkReactive.Client";

    internal const string OperationTag = "zookeeper.operation";
    internal const string ErrorTag = "error.type";
    private const string StatusTag = "zookeeper.session.status";

    private static readonly string? Version = typeof(ZkClientDiagnostics).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Meter = new(Name, Version);
    private static readonly ConcurrentDictionary<SessionDriver, byte> Clients = [];

    private static readonly Counter<long> Events = Meter.CreateCounter<long>("zkreactive.client.watch.events", "{event}", "Events from servers.");
    private static readonly Counter<long> Overflows = Meter.CreateCounter<long>("zkreactive.client.watch.overflows", "{overflow}", "Times that a persistent watch's queue was full.");
    private static readonly Counter<long> Changes = Meter.CreateCounter<long>("zkreactive.client.session.changes", "{change}", "Changes of sessions' states.");

    static ZkClientDiagnostics()
    {
        Meter.CreateObservableGauge("zkreactive.client.request.pending", () => Clients.Keys.Sum(client => client.PendingRequests), "{request}", "Requests on their way or waiting for a connection.");
        Meter.CreateObservableGauge("zkreactive.client.sessions", CountSessions, "{session}", "Clients by the state of their session.");
    }

    internal static ActivitySource Source { get; } = new(Name, Version);

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("zkreactive.client.request.duration", "s", "From the call to its outcome.");

    /// <summary>Whether somebody wants to know of single calls.</summary>
    internal static bool WantsCalls => Duration.Enabled || Source.HasListeners();

    internal static void Add(SessionDriver client) => Clients[client] = 0;

    internal static void Remove(SessionDriver client) => Clients.TryRemove(client, out _);

    internal static void Count(WatchEventType happened)
    {
        if (Events.Enabled) Events.Add(1, new KeyValuePair<string, object?>("zookeeper.event", happened.ToString()));
    }

    internal static void CountOverflow() => Overflows.Add(1);

    internal static void Count(ZkSessionStatus status)
    {
        if (Changes.Enabled) Changes.Add(1, new KeyValuePair<string, object?>(StatusTag, status.ToString()));
    }

    private static IEnumerable<Measurement<int>> CountSessions() =>
        Clients.Keys.GroupBy(client => client.States.Current.Status).Select(group => new Measurement<int>(group.Count(), new KeyValuePair<string, object?>(StatusTag, group.Key.ToString())));
}
