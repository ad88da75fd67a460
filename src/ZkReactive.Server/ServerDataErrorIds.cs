namespace ZkReactive.Server;

/// <summary>The ids of what can be wrong with a server's data directory.</summary>
public static class ServerDataErrorIds
{
    /// <summary>Another server has the directory open.</summary>
    public const string DirectoryInUse = "ZkServerDataInUse";

    /// <summary>The directory cannot be made, read or written.</summary>
    public const string DirectoryFailed = "ZkServerDataUnusable";

    /// <summary>A transaction log is damaged before its end, so that transactions which were answered would be lost.</summary>
    public const string LogCorrupt = "ZkServerLogCorrupt";

    /// <summary>Transactions are missing between two files.</summary>
    public const string LogMissing = "ZkServerLogMissing";

    /// <summary>No snapshot can be read.</summary>
    public const string SnapshotCorrupt = "ZkServerSnapshotCorrupt";

    /// <summary>Writing the transaction log failed; the server has stopped serving.</summary>
    public const string LogFailed = "ZkServerLogFailed";
}
