using System.Globalization;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Core;

namespace ZkReactive.Tests.Streams.Core;

/// <summary>Drives a <see cref="StreamCore"/> and says in words what it answers, so that tests read as tables.</summary>
internal sealed class CoreTable(StreamKind kind = StreamKind.Node)
{
    private readonly StreamCore _core = new(kind, StreamTiming.Default);

    /// <summary>A core that has shown a node made and changed by transactions 10 and 20.</summary>
    public static CoreTable Showing(StreamKind kind = StreamKind.Node)
    {
        var core = new CoreTable(kind);
        Assert.Equal("ReadContent", core.Start());
        Assert.Equal("emit Initial", kind == StreamKind.Node ? core.Present(10, mzxid: 20) : core.Present(10, pzxid: 20, cversion: 5));
        Assert.True(core.IsCurrent);
        return core;
    }

    public static CoreTable ShowingAbsent(long zxid = 30)
    {
        var core = new CoreTable();
        Assert.Equal("ReadContent", core.Start());
        Assert.Equal("ReadExistence", core.Missing());
        Assert.Equal("emit Initial", core.Absent(zxid));
        return core;
    }

    public bool IsCurrent => _core.IsCurrent;

    public ZkSessionState Session { get; private set; } = new(ZkSessionStatus.Connected, new SessionId(1), TimeSpan.FromSeconds(10), null, 1, 1, 0, default);

    public string Start() => Say(_core.Start(Session));

    public string ObserverCame() => Say(_core.ObserverCame(Session));

    public string Absent(long zxid) => Say(_core.ReadSucceeded(null, new Zxid(zxid), Session));

    /// <summary>A node created and changed by these transactions (one that is not given is as the one before), read at <paramref name="zxid"/>.</summary>
    public string Present(long czxid, long? mzxid = null, long? pzxid = null, int version = 0, int cversion = 0, long? zxid = null)
    {
        var stat = new Stat(
            new Zxid(czxid), new Zxid(mzxid ?? czxid), 0, 0, version, cversion, 0, 0, 0, 0, new Zxid(pzxid ?? czxid));
        var last = zxid ?? Math.Max(mzxid ?? czxid, pzxid ?? czxid);
        return Say(_core.ReadSucceeded(stat, new Zxid(last), Session));
    }

    public string Missing() => Say(_core.NodeMissing(Session));

    public string Found() => Say(_core.NodeFound(Session));

    public string Failed(bool transient = true) => Say(_core.ReadFailed(transient, Session));

    public string Timer() => Say(_core.TimerFired(Session));

    public string Fired(WatchEventType type) => Say(_core.WatchFired(new ZkWatchEvent(type, ZkPath.Root, KeeperState.SyncConnected, Zxid.None), Session));

    public string WatchExpired() => Say(_core.WatchFired(new ZkWatchEvent(WatchEventType.None, ZkPath.Root, KeeperState.Expired, Zxid.None), Session));

    public string WatchClosed() => Say(_core.WatchFired(new ZkWatchEvent(WatchEventType.None, ZkPath.Root, KeeperState.Closed, Zxid.None), Session));

    public string Cut() => Change(Session with { Status = ZkSessionStatus.Disconnected });

    public string Resume() => Change(Session with { Status = ZkSessionStatus.Connected, ConnectionNumber = Session.ConnectionNumber + 1 });

    public string Expire() => Change(Session with { Status = ZkSessionStatus.Expired });

    public string NewSession(bool newHistory = false) => Change(Session with
    {
        Status = ZkSessionStatus.Connected,
        SessionNumber = Session.SessionNumber + 1,
        ConnectionNumber = Session.ConnectionNumber + 1,
        HistoryNumber = Session.HistoryNumber + (newHistory ? 1 : 0),
    });

    public string Become(ZkSessionStatus status) => Change(Session with { Status = status });

    /// <summary>The session changes, but the stream has not been told: it finds out with its next input.</summary>
    public CoreTable Silently(Func<CoreTable, ZkSessionState> change)
    {
        Session = change(this);
        return this;
    }

    private string Change(ZkSessionState session)
    {
        Session = session;
        return Say(_core.SessionChanged(session));
    }

    private static string Say(StreamStep step)
    {
        List<string> words = [];
        if (step.Emit is { } cause) words.Add($"emit {cause}");
        else if (step.Accepted) words.Add("same");
        if (step.Effect == StreamEffect.Wait)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"wait {step.MinDelay.TotalMilliseconds}-{step.MaxDelay.TotalMilliseconds}"));
        else if (step.Effect != StreamEffect.None) words.Add(step.Effect.ToString());
        return words.Count == 0 ? "-" : string.Join(", ", words);
    }
}
