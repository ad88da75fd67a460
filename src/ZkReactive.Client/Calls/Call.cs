using ZkReactive.Client.Diagnostics;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>
/// One request on its way: what to send, what to make of the reply, and who is settled with it. It is settled exactly
/// once, by whoever claims it first: the reply, the caller's token, the deadline, the loss of the connection or disposal.
/// Its slot among the requests in flight stays until the reply came, so an abandoned call never misaligns the next reply.
/// </summary>
internal abstract class Call : IThreadPoolWorkItem
{
    private int _claimed;

    /// <summary>The request type.</summary>
    public abstract OpCode OpCode { get; }

    /// <summary>The operation as messages name it, such as <c>Get</c>.</summary>
    public abstract string Operation { get; }

    /// <summary>The node, as the caller sees it.</summary>
    public ZkPath Path { get; set; }

    /// <summary>The node, as the server sees it.</summary>
    public string ServerPath { get; set; } = "/";

    /// <summary>Whether sending it twice does no harm, so that a lost connection does not fail it.</summary>
    public virtual bool IsRepeatable => true;

    /// <summary>Whether it means nothing on another connection.</summary>
    public virtual bool IsBoundToConnection => false;

    /// <summary>Pairs it with its reply; set when it is written to a connection.</summary>
    public int Xid { get; set; }

    /// <summary>Where in the connection's stream its last byte is.</summary>
    public long StreamEnd { get; set; }

    /// <summary>When it has taken too long, as a time stamp of the client's clock.</summary>
    public long Deadline { get; set; } = long.MaxValue;

    /// <summary>What is noted of it for those who listen; null when nobody does.</summary>
    public CallTrace? Trace { get; set; }

    /// <summary>Whether somebody may still hold it when it is settled, so that it must never become another call. Set under the driver's gate.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Whether it is settled.</summary>
    public bool IsSettled => Volatile.Read(ref _claimed) != 0;

    /// <summary>True for the one caller who may settle it.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claimed, 1) == 0;

    /// <summary>Writes the request's body.</summary>
    public abstract void WriteBody(ref JuteWriter writer);

    /// <summary>Keeps a reply's content for <see cref="Complete"/>. The caller has claimed the call.</summary>
    public abstract void Take(in ReplyHeader header, ref JuteReader body);

    /// <summary>Keeps a failure for <see cref="Complete"/>. The caller has claimed the call.</summary>
    public abstract void TakeError(Exception error);

    /// <summary>Sees the reply even when the call is settled already: for what the reply tells of the server's state.</summary>
    public virtual void Observe(in ReplyHeader header)
    {
    }

    /// <summary>Lets the caller go on, on this thread.</summary>
    public abstract void Complete();

    /// <summary>Fails the call unless it is settled; the caller goes on on the thread pool.</summary>
    public bool TryFail(Exception error)
    {
        if (!TryClaim()) return false;
        TakeError(error);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <summary>Makes it as good as new. Nobody may hold it.</summary>
    protected virtual void Clear()
    {
        (Path, ServerPath, Xid, StreamEnd, Deadline, Trace) = (default, "/", 0, 0, long.MaxValue, null);
        Volatile.Write(ref _claimed, 0);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => Complete();
}
