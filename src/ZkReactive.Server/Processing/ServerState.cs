using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Protocol;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>All that a server holds in memory. <see cref="Gate"/> guards it; it is held for microseconds and never over I/O.</summary>
internal sealed class ServerState : IDisposable
{
    private readonly TimeProvider _time;

    public ServerState(ZkServerOptions options)
    {
        Options = options;
        _time = options.TimeProvider;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ZkReactive.Server");
        Tree = new DataTree();
        Decider = new TransactionDecider(Tree, options.TtlNodes);
        Watches = new WatchDispatcher(options.MaxBacklogBytes, Logger);
        Sessions = new SessionTable((long)options.TickTime.TotalMilliseconds, FirstSessionId(WallMilliseconds), MonotonicMilliseconds);
    }

    public Lock Gate { get; } = new();

    public ZkServerOptions Options { get; }

    public ILogger Logger { get; }

    public DataTree Tree { get; }

    public TransactionDecider Decider { get; }

    public WatchDispatcher Watches { get; }

    public SessionTable Sessions { get; }

    /// <summary>Every open connection.</summary>
    public HashSet<ClientState> Clients { get; } = [];

    /// <summary>The port that is listened on, once it is known.</summary>
    public int BoundPort { get; set; }

    public ServerCounters Counters { get; } = new();

    /// <summary>For durations: never goes back.</summary>
    public long MonotonicMilliseconds => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>For the times of nodes: milliseconds since 1970.</summary>
    public long WallMilliseconds => _time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Does something under the lock that no client asked for, then sends what came of it.</summary>
    public void Run(Action action)
    {
        ClientState[]? dirty;
        lock (Gate)
        {
            action();
            dirty = Watches.TakeDirty();
        }

        if (dirty is null) return;
        foreach (var client in dirty) client.Transport.Flush();
    }

    /// <summary>Gives a transaction its place in the order and applies it. A log goes between the two.</summary>
    public TransactionHeader Commit(long session, int xid, Transaction transaction, List<Stat>? partStats = null)
    {
        var header = new TransactionHeader(session, xid, Tree.LastZxid + 1, WallMilliseconds);
        Tree.Apply(header, transaction, Watches, partStats);
        return header;
    }

    /// <summary>Ends a session: its ephemerals go, its watches fire, its connection closes when all of that is sent.</summary>
    public void CloseSession(Session session, int xid)
    {
        if (!Sessions.Remove(session)) return;
        Commit(session.Id, xid, new CloseSessionTransaction(Tree.EphemeralsOf(session.Id)));
        if (session.Client is not { } client) return;
        session.Client = null;
        Detach(client);
    }

    /// <summary>Lets a connection go once its output is sent; whatever session it served lives on.</summary>
    public void Detach(ClientState client)
    {
        client.End();
        Watches.RemoveAll(client);
        Watches.MarkDirty(client);
    }

    /// <summary>The figures now. Needs the lock.</summary>
    public ZkServerStatistics Snapshot(long startedAt) => new()
    {
        Connections = Clients.Count,
        Sessions = Sessions.Count,
        Nodes = Tree.NodeCount,
        EphemeralNodes = Tree.EphemeralCount,
        Watches = Watches.Count,
        ApproximateDataBytes = Tree.DataBytes,
        PacketsReceived = Counters.PacketsReceived,
        PacketsSent = Counters.Replies + Watches.EventsSent,
        Outstanding = Clients.Count(c => c.Output.Length > 0),
        Zxid = new Zxid(Tree.LastZxid),
        MinLatency = Counters.MinLatency,
        AverageLatency = Counters.Timed == 0 ? TimeSpan.Zero : Counters.TotalLatency / Counters.Timed,
        MaxLatency = Counters.MaxLatency,
        Uptime = TimeSpan.FromMilliseconds(MonotonicMilliseconds - startedAt),
    };

    public void Dispose() => Watches.Dispose();

    // One byte of server id (0), five of the clock, two of counter, as Apache ZooKeeper makes them.
    private static long FirstSessionId(long wallMilliseconds) => (long)((ulong)(wallMilliseconds << 24) >> 8);
}
