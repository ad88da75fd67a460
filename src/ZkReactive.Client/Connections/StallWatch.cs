namespace ZkReactive.Client.Connections;

/// <summary>
/// Looks at the dispatchers at work every 10 ms, from one thread for the whole process, which is there only while there is
/// something to look at: it finds callers who do not come back even when they hold every thread of the pool.
/// </summary>
internal static class StallWatch
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    // How long the thread stays when there is nothing to look at.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private static readonly object Gate = new();
    private static readonly List<ReplyDispatcher> Watched = [];
    private static bool isThere;
    private static bool isWaiting;

    /// <summary>Looks at a dispatcher until its <see cref="ReplyDispatcher.OnTick"/> is done.</summary>
    public static void Add(ReplyDispatcher dispatcher)
    {
        lock (Gate)
        {
            Watched.Add(dispatcher);
            if (isWaiting) Monitor.Pulse(Gate);
            if (isThere) return;
            isThere = true;
        }

        // Real threads, so real time whatever clock a client was given.
        new Thread(Run) { IsBackground = true, Name = "ZkReactive watch" }.UnsafeStart();
    }

    private static void Run()
    {
        var round = new List<ReplyDispatcher>();
        while (WaitForTick(round))
        {
            foreach (var dispatcher in round)
            {
                if (dispatcher.OnTick()) continue;
                lock (Gate) Watched.Add(dispatcher);
            }
        }
    }

    /// <summary>Takes everything that is to be looked at now; false when the thread is needed no more.</summary>
    private static bool WaitForTick(List<ReplyDispatcher> round)
    {
        round.Clear();
        lock (Gate)
        {
            if (Watched.Count == 0)
            {
                isWaiting = true;
                Monitor.Wait(Gate, Linger);
                isWaiting = false;
                if (Watched.Count == 0)
                {
                    isThere = false;
                    return false;
                }
            }

            Monitor.Wait(Gate, Tick);
            round.AddRange(Watched);
            Watched.Clear();
        }

        return true;
    }
}
