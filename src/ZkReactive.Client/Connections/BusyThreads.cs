namespace ZkReactive.Client.Connections;

/// <summary>How many threads of their own the connections of this process may have: as many as there are processors.</summary>
internal static class BusyThreads
{
    private static readonly int Most = Math.Max(1, Environment.ProcessorCount);

    private static int taken;

    /// <summary>Takes one of them; false when all are taken.</summary>
    public static bool TryTake()
    {
        if (Interlocked.Increment(ref taken) <= Most) return true;
        Interlocked.Decrement(ref taken);
        return false;
    }

    /// <summary>Gives one back.</summary>
    public static void Give() => Interlocked.Decrement(ref taken);
}
