namespace ZkReactive.Streams.Sharing;

/// <summary>One pause of a stream. Made when a stream has to wait and never kept while it is idle.</summary>
internal sealed class StreamTimer : IDisposable
{
    private readonly Action<StreamTimer> _due;
    private readonly ITimer _timer;

    public StreamTimer(Action<StreamTimer> due, TimeProvider time, TimeSpan after)
    {
        _due = due;
        _timer = time.CreateTimer(static timer => ((StreamTimer)timer!).Fire(), this, after, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void Fire() => _due(this);
}
