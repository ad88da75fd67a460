namespace ZkReactive.TestKit.Memory;

/// <summary>How much memory code takes from the heap.</summary>
public static class Allocation
{
    private const int Tries = 10;

    /// <summary>
    /// The least that one of some runs took on this thread, in bytes. What code takes it takes in each of them; what the
    /// runtime takes for itself now and then, to load a type or to refill a pool that it has emptied, it does not.
    /// </summary>
    public static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Tries && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
