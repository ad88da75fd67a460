namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>ZooKeeper's clock as an agent knows it: from the last node it made, and its own monotonic clock since. Agents' own clocks need not agree.</summary>
internal sealed class ServerClock(TimeProvider time)
{
    private DateTimeOffset _then = time.GetUtcNow();
    private long _at = time.GetTimestamp();

    internal DateTimeOffset Now => _then + time.GetElapsedTime(_at);

    internal void Set(DateTimeOffset now)
    {
        _then = now;
        _at = time.GetTimestamp();
    }
}
