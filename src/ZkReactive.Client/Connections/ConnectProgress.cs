namespace ZkReactive.Client.Connections;

/// <summary>How far an attempt to connect got, for the report of one that took too long.</summary>
internal sealed class ConnectProgress
{
    /// <summary>Whether the other side took the TCP connection.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Says what was found until the attempt was given up after <paramref name="waited"/>.</summary>
    public string Describe(TimeSpan waited) => IsAccepted
        ? $"accepted the connection but gave no answer within {waited.TotalSeconds:0.###} s: is this a ZooKeeper client port?"
        : $"no connection within {waited.TotalSeconds:0.###} s";
}
