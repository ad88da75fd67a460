namespace ZkReactive.Protocol.Framing;

/// <summary>
/// The numbers that pair replies with requests: fixed negative ones for messages out of turn, positive ones for
/// requests. Source: ZK:zookeeper-server/src/main/java/org/apache/zookeeper/ClientCnxn.java.
/// </summary>
public static class Xids
{
    /// <summary>-1: a watch event, sent by the server unasked.</summary>
    public const int Notification = -1;

    /// <summary>-2: a ping and its reply.</summary>
    public const int Ping = -2;

    /// <summary>-4: an auth packet and its reply.</summary>
    public const int Auth = -4;

    /// <summary>-8: setWatches and setWatches2 and their reply.</summary>
    public const int SetWatches = -8;

    /// <summary>The xid of a connection's first request.</summary>
    public const int First = 1;

    /// <summary>The xid behind <paramref name="xid"/>: one more, and 1 behind 2147483647, so that it never meets a fixed one.</summary>
    public static int Next(int xid) => xid is > 0 and < int.MaxValue ? xid + 1 : First;
}
