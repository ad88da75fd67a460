namespace ZkReactive.Server.Processing;

/// <summary>Figures that only go up, kept under the server's lock.</summary>
internal sealed class ServerCounters
{
    public long PacketsReceived { get; set; }

    public long Replies { get; set; }

    public long ConnectionsAccepted { get; set; }

    public TimeSpan MinLatency { get; private set; }

    public TimeSpan MaxLatency { get; private set; }

    public TimeSpan TotalLatency { get; private set; }

    public long Timed { get; private set; }

    /// <summary>Notes that a batch of requests took this long from being read to being answered.</summary>
    public void Time(TimeSpan latency, int requests)
    {
        if (Timed == 0 || latency < MinLatency) MinLatency = latency;
        if (latency > MaxLatency) MaxLatency = latency;
        TotalLatency += latency * requests;
        Timed += requests;
    }

    public void Reset()
    {
        PacketsReceived = Replies = Timed = 0;
        MinLatency = MaxLatency = TotalLatency = TimeSpan.Zero;
    }
}
