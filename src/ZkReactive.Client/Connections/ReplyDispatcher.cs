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
internal sealed class ReplyDispatcher : IThreadPoolWorkItem
{
    // A caller that computes, or whose thread gets no processor, is waited for longer than one that sleeps.
    private const int PatientTicks = 10;
    private const int BlockedTicks = 2;

    [ThreadStatic]
    private static ReplyDispatcher? working;

    private readonly Lock _lock = new();
    private readonly Queue<Call> _settled = new();
    private readonly Action _flush;
    private readonly Action _takeOverReading;
    private bool _isTicking;
    private long _taken;
    private long _takenAtTick;

    // The thread that should read while it is with the callers, for how many ticks it has been with the same one, and
    // whether that is too long.
    private Thread? _unattended;
    private int _stillTicks;
    private volatile bool _isUnread;

    /// <summary>Creates a dispatcher.</summary>
    /// <param name="flush">Sends what callers have written.</param>
    /// <param name="takeOverReading">Goes on reading if the thread that should is with a caller who does not come back.</param>
    public ReplyDispatcher(Action flush, Action takeOverReading)
    {
        _flush = flush;
        _takeOverReading = takeOverReading;
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
    /// <param name="isUnattended">Whether the connection is not read until this returns.</param>
    public void Run(bool isUnattended = false)
    {
        if (!TryTake(out var call, out var more)) return;
        if (more || isUnattended) StartTicking();

        var outer = working;
        working = this;
        if (isUnattended) Volatile.Write(ref _unattended, Thread.CurrentThread);
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
            if (isUnattended) Interlocked.CompareExchange(ref _unattended, null, Thread.CurrentThread);
            _flush();
        }
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute()
    {
        if (_isUnread) _takeOverReading();
        _flush();
        Run();
    }

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
        }

        StallWatch.Add(this);
    }

    private static bool IsBlocked(Thread? thread) => thread is not null && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    /// <summary>Looks whether the queue moves, and lets another thread go on if it does not; true when nothing is left to look at.</summary>
    public bool OnTick()
    {
        bool isIdle, isStuck;
        lock (_lock)
        {
            var moved = _taken != _takenAtTick;
            _takenAtTick = _taken;
            _stillTicks = moved || _unattended is null ? 0 : _stillTicks + 1;
            _isUnread = _stillTicks >= PatientTicks || (_stillTicks >= BlockedTicks && IsBlocked(_unattended));
            if (_isUnread) _unattended = null;
            isIdle = !moved && _settled.Count == 0 && _unattended is null;
            isStuck = !moved && _settled.Count > 0 && _unattended is null;
            if (isIdle) Volatile.Write(ref _isTicking, false);
        }

        if (isIdle || isStuck) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return isIdle;
    }
}
