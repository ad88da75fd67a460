using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>
/// Faults that can be switched on while a server runs, to test what clients do about them. All members can be called from
/// any thread and take effect with the next request that is processed. A rule is one-shot where its member says so.
/// </summary>
public sealed class ZkServerFaults
{
    private readonly Lock _lock = new();
    private readonly IFaultTarget _target;
    private volatile Func<ServerRequestInfo, FaultAction>[] _rules = [];
    private volatile OpCode[] _unimplemented = [];
    private volatile bool _refuseConnections;
    private volatile bool _repliesHeld;
    private long _replyDelayTicks;

    internal ZkServerFaults(IFaultTarget target) => _target = target;

    /// <summary>Whether new connections are closed as soon as they are accepted.</summary>
    /// <value>Default: false.</value>
    public bool RefuseConnections
    {
        get => _refuseConnections;
        set => _refuseConnections = value;
    }

    internal bool HasRules => _rules.Length != 0;

    internal bool RepliesHeld => _repliesHeld;

    internal TimeSpan ReplyDelay => new(Interlocked.Read(ref _replyDelayTicks));

    /// <summary>Closes every connection at once, without answering what is outstanding. Sessions live on.</summary>
    public void DropConnections() => _target.DropConnections();

    /// <summary>Expires a session as if it had timed out: its ephemerals go, its connection is closed. Nothing happens when there is no such session.</summary>
    public void ExpireSession(SessionId session) => _target.ExpireSession(session);

    /// <summary>Expires every session.</summary>
    public void ExpireAllSessions() => _target.ExpireAllSessions();

    /// <summary>
    /// Asks <paramref name="rule"/> about every request before it is processed, in the order of processing. The first rule
    /// that answers anything but <see cref="FaultAction.None"/> decides. Rules are called one at a time, while all of the
    /// server waits: they must be quick and must not call the server.
    /// </summary>
    /// <returns>Takes the rule away when disposed.</returns>
    public IDisposable OnRequest(Func<ServerRequestInfo, FaultAction> rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_lock) _rules = [.. _rules, rule];
        return new Registration(this, rule);
    }

    /// <summary>Once: closes the connection that is about to get the reply number <paramref name="replies"/> + 1 from now, counted over all connections.</summary>
    public IDisposable DropConnectionAfter(int replies)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replies);
        var left = replies;
        return Once(_ => left-- == 0 ? FaultAction.DropAfterProcessing : FaultAction.None);
    }

    /// <summary>Once: processes the next request of this kind and closes its connection without answering.</summary>
    public IDisposable DropConnectionBeforeReplyTo(OpCode operation) =>
        Once(request => request.Operation == operation ? FaultAction.DropAfterProcessing : FaultAction.None);

    /// <summary>Once: closes the connection of the next request of this kind without processing it.</summary>
    public IDisposable DropConnectionBefore(OpCode operation) =>
        Once(request => request.Operation == operation ? FaultAction.DropBeforeProcessing : FaultAction.None);

    /// <summary>Once: sends only the first bytes of the next reply's frame (its length prefix counts), then closes the connection.</summary>
    public IDisposable TruncateFrame(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        return Once(_ => FaultAction.Truncate(bytes));
    }

    /// <summary>Sends replies and events only after <paramref name="time"/> on the server's clock; zero switches that off.</summary>
    public void DelayReplies(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        Interlocked.Exchange(ref _replyDelayTicks, time.Ticks);
    }

    /// <summary>Requests are processed, but nothing is sent to anyone until <see cref="ReleaseReplies"/>.</summary>
    public void HoldReplies() => _repliesHeld = true;

    /// <summary>Sends what <see cref="HoldReplies"/> kept back, in order.</summary>
    public void ReleaseReplies()
    {
        _repliesHeld = false;
        _target.FlushConnections();
    }

    /// <summary>
    /// Answers these operations as a server that does not know them: <see cref="ErrorCode.Unimplemented"/>, after which
    /// it closes the connection. Without arguments all are known again.
    /// </summary>
    /// <remarks>Source: Apache ZooKeeper, <c>UnimplementedRequestProcessor</c>.</remarks>
    public void Unimplemented(params OpCode[] operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        _unimplemented = [.. operations];
    }

    /// <summary>Plays a server of ZooKeeper 3.5: no addWatch, setWatches2, getEphemerals, getAllChildrenNumber, multiRead, whoAmI.</summary>
    public void ActAsVersion35() => Unimplemented(
        OpCode.AddWatch, OpCode.SetWatches2, OpCode.GetEphemerals, OpCode.GetAllChildrenNumber, OpCode.MultiRead, OpCode.WhoAmI);

    /// <summary>Plays a server of ZooKeeper 3.4: as 3.5, and no create2, containers, TTL nodes, removeWatches, checkWatches, reconfig.</summary>
    public void ActAsVersion34() => Unimplemented(
        OpCode.AddWatch, OpCode.SetWatches2, OpCode.GetEphemerals, OpCode.GetAllChildrenNumber, OpCode.MultiRead, OpCode.WhoAmI,
        OpCode.Create2, OpCode.CreateContainer, OpCode.CreateTtl, OpCode.RemoveWatches, OpCode.CheckWatches, OpCode.Reconfig);

    /// <summary>Switches everything off and sends what was held back.</summary>
    public void Clear()
    {
        lock (_lock) _rules = [];
        _unimplemented = [];
        _refuseConnections = false;
        DelayReplies(TimeSpan.Zero);
        ReleaseReplies();
    }

    internal bool IsUnimplemented(OpCode operation) => Array.IndexOf(_unimplemented, operation) >= 0;

    internal FaultAction Decide(in ServerRequestInfo request)
    {
        foreach (var rule in _rules)
        {
            var action = rule(request);
            if (action.Kind != FaultKind.None) return action;
        }

        return FaultAction.None;
    }

    private Registration Once(Func<ServerRequestInfo, FaultAction> rule)
    {
        Registration? registration = null;
        FaultAction OneShot(ServerRequestInfo request)
        {
            var action = rule(request);
            if (action.Kind != FaultKind.None) registration!.Dispose();
            return action;
        }

        registration = new Registration(this, OneShot);
        lock (_lock) _rules = [.. _rules, OneShot];
        return registration;
    }

    private sealed class Registration(ZkServerFaults faults, Func<ServerRequestInfo, FaultAction> rule) : IDisposable
    {
        public void Dispose()
        {
            lock (faults._lock) faults._rules = [.. faults._rules.Where(r => r != rule)];
        }
    }
}
