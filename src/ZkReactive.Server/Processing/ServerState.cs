using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZkReactive.Protocol;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>All that a server holds in memory. <see cref="Gate"/> guards it; it is held for microseconds and never over I/O.</summary>
internal sealed class ServerState : IDisposable
{
    private readonly TimeProvider _time;

    /// <param name="options">How it serves.</param>
    /// <param name="recovered">What its data directory held; null for a server that keeps everything in memory.</param>
    public ServerState(ZkServerOptions options, RecoveredState? recovered = null)
    {
        Options = options;
        _time = options.TimeProvider;
        Logger = (options.LoggerFactory ?? NullLoggerFactory.Instance).CreateLogger("ZkReactive.Server");
        Tree = recovered?.Tree ?? new DataTree();
        Tree.Quotas.SoftLimitPassed = (path, what, now, limit) => Log.QuotaPassed(Logger, path, now, what, limit);
        Decider = new TransactionDecider(Tree, options.TtlNodes, options.EnforceQuotas, options.ExtraSchemes);
        Certificates = options.Tls is { } tls ? new ServerCertificates(tls) : null;
        Watches = new WatchDispatcher(options.MaxBacklogBytes, Logger);
        Sessions = new SessionTable(
            (long)options.TickTime.TotalMilliseconds,
            Math.Max(FirstSessionId(WallMilliseconds), (recovered?.LastSession ?? 0) + 1),
            MonotonicMilliseconds,
            recovered is null ? SessionPassword.Random : SessionPassword.Of);
        foreach (var (id, timeout) in recovered?.Sessions ?? new Dictionary<long, int>()) Sessions.Restore(id, timeout, MonotonicMilliseconds);
    }

    public Lock Gate { get; } = new();

    public ZkServerOptions Options { get; }

    public ILogger Logger { get; }

    public DataTree Tree { get; }

    public TransactionDecider Decider { get; }

    public WatchDispatcher Watches { get; }

    public SessionTable Sessions { get; }

    /// <summary>What TLS connections are made with; null for plain ones.</summary>
    public ServerCertificates? Certificates { get; }

    /// <summary>Every open connection.</summary>
    public HashSet<ClientState> Clients { get; } = [];

    /// <summary>Where transactions are logged; null for a server that keeps everything in memory.</summary>
    public CommitLog? Commits { get; set; }

    /// <summary>Whether the log failed: nothing is served any more.</summary>
    public bool IsBroken => Commits is { IsBrokenLocked: true };

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
            if (!IsBroken) action();
            dirty = Watches.TakeDirty();
        }

        if (dirty is null) return;
        foreach (var client in dirty) client.Transport.Flush();
    }

    /// <summary>Gives a transaction its place in the order, applies it, and hands it to the log.</summary>
    public TransactionHeader Commit(long session, int xid, Transaction transaction, List<Stat>? partStats = null)
    {
        var header = new TransactionHeader(session, xid, Tree.LastZxid + 1, WallMilliseconds);
        Tree.Apply(header, transaction, Watches, partStats);
        Commits?.AppendLocked(header, transaction, Tree.Digest);
        return header;
    }

    /// <summary>How much of a client's output may be sent now. Needs the lock.</summary>
    public int SendableLocked(ClientState client) => Commits?.SendableLocked(client) ?? client.Output.Length;

    /// <summary>Deletes the ephemerals of sessions that are not there any more. Needs the lock.</summary>
    public void CloseOrphans()
    {
        foreach (var owner in Tree.Ephemerals.Keys.Where(owner => !Sessions.TryGet(owner, out _)).ToArray())
        {
            Commit(owner, 0, new CloseSessionTransaction(Tree.EphemeralsOf(owner)));
        }
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

    /// <summary>Closes every connection without sending anything more.</summary>
    public void DropAll()
    {
        ClientState[] clients;
        lock (Gate)
        {
            clients = [.. Clients];
            foreach (var client in clients) client.End();
        }

        foreach (var client in clients) client.Transport.Abort();
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
