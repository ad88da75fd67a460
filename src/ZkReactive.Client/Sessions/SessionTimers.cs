namespace ZkReactive.Client.Sessions;

/// <summary>
/// The spans that follow from a session time-out, all from the one the server granted once there is one. Source:
/// ZK:zookeeper-server/src/main/java/org/apache/zookeeper/ClientCnxn.java (<c>onConnected</c>, <c>SendThread.run</c>).
/// </summary>
/// <param name="SessionTimeout">The time-out granted, or asked for before the first session.</param>
/// <param name="HostCount">How many servers there are to try.</param>
internal readonly record struct SessionTimers(TimeSpan SessionTimeout, int HostCount)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>How long nothing may be heard of a server before the connection is given up: two thirds.</summary>
    public TimeSpan Read => SessionTimeout * 2 / 3;

    /// <summary>How long one attempt may take, so that every server can be tried within the time-out.</summary>
    public TimeSpan Connect => SessionTimeout / Math.Max(1, HostCount);

    /// <summary>How long nothing may be sent before a ping: half the read time-out, at most 10 s.</summary>
    public TimeSpan Ping => Read / 2 < LongestPause ? Read / 2 : LongestPause;

    /// <summary>How long after the last sign of life the client itself takes the session for expired: four thirds.</summary>
    public TimeSpan Expiry => SessionTimeout * 4 / 3;
}
