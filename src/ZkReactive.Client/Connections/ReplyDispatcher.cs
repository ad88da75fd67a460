using ZkReactive.Client.Calls;

namespace ZkReactive.Client.Connections;

/// <summary>
/// Lets callers go on whose replies have come. The thread that received the replies does it, after the next receive is
/// already under way: no thread has to be woken, and the connection is read whatever the callers do.
/// </summary>
/// <remarks>
/// <para>Waking a thread costs more than a small request does in all. So a burst of replies is worked off by one thread,
/// and what the callers send meanwhile goes out in one write at the end.</para>
/// <para>A caller that blocks would hold up those behind it. While anything waits, a slow tick looks whether the queue
/// moves, and starts another thread if it does not; so blocking costs such a caller milliseconds, but never a deadlock.</para>
/// </remarks>
internal sealed class ReplyDispatcher : IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan RescueTick = TimeSpan.FromMilliseconds(10);

    [ThreadStatic]
    private static ReplyDispatcher? working;

    private readonly Lock _lock = new();
    private readonly Queue<Call> _settled = new();
    private readonly Action _flush;
    private readonly ITimer _rescue;
    private bool _isTicking;
    private long _taken;
    private long _takenAtTick;

    /// <summary>Creates a dispatcher; <paramref name="flush"/> sends what callers have written.</summary>
    public ReplyDispatcher(Action flush)
    {
        _flush = flush;

        // A matter of real threads, so real time whatever clock the client was given.
        _rescue = TimeProvider.System.CreateTimer(
            static dispatcher => ((ReplyDispatcher)dispatcher!).OnTick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Whether what was just written may wait: true on a thread that works off replies, which flushes when it has; the tick
    /// flushes if that thread does not get there.
    /// </summary>
    public bool TryDefer()
    {
        if (working != this) return false;
        StartTicking();
        return true;
    }

    /// <summary>Adds a call whose outcome is known.</summary>
    public void Add(Call call)
    {
        lock (_lock) _settled.Enqueue(call);
    }

    /// <summary>Lets callers go on until none is left.</summary>
    public void Run()
    {
        if (!TryTake(out var call, out var more)) return;
        if (more) StartTicking();

        var outer = working;
        working = this;
        var context = ExecutionContext.Capture();
        try
        {
            do
            {
                call.Complete();
                if (context is not null && ExecutionContext.Capture() != context) ExecutionContext.Restore(context);
            }
            while (TryTake(out call, out _));
        }
        finally
        {
            working = outer;
            _flush();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        _flush();
        Run();
    }

    /// <inheritdoc/>
    public void Dispose() => _rescue.Dispose();

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Call? call, out bool more)
    {
        lock (_lock)
        {
            var found = _settled.TryDequeue(out call);
            if (found) _taken++;
            more = _settled.Count > 0;
            return found;
        }
    }

    private void StartTicking()
    {
        if (Volatile.Read(ref _isTicking)) return;
        lock (_lock)
        {
            if (_isTicking) return;
            Volatile.Write(ref _isTicking, true);
            _takenAtTick = _taken;
            _rescue.Change(RescueTick, RescueTick);
        }
    }

    private void OnTick()
    {
        bool isIdle, isStuck;
        lock (_lock)
        {
            var moved = _taken != _takenAtTick;
            _takenAtTick = _taken;
            isIdle = _settled.Count == 0 && !moved;
            isStuck = !moved && _settled.Count > 0;
            if (isIdle)
            {
                Volatile.Write(ref _isTicking, false);
                _rescue.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        if (isIdle || isStuck) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
