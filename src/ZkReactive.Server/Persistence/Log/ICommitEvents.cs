namespace ZkReactive.Server.Persistence.Log;

/// <summary>Is told by the log's thread what came of it.</summary>
internal interface ICommitEvents
{
    /// <summary>Enough was logged for another snapshot; the next record goes to a new file.</summary>
    void SnapshotDue();

    /// <summary>The disk took its time.</summary>
    void Synced(string path, TimeSpan duration);

    /// <summary>The disk did not take the records; nothing may be answered any more.</summary>
    void Broke(ServerDataException exception);
}
