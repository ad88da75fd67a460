using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence;

/// <summary>What a data directory held.</summary>
/// <param name="Tree">The tree after the last transaction.</param>
/// <param name="Sessions">The live sessions and their time-outs in milliseconds.</param>
/// <param name="LastSession">The highest id of a session that was given by a server of this kind; 0 when none was seen.</param>
/// <param name="SnapshotZxid">The snapshot it began with; -1 when there was none.</param>
/// <param name="Transactions">How many transactions the logs had after that snapshot.</param>
/// <param name="LogBytes">The bytes of log they took.</param>
/// <param name="DigestMismatch">Whether the tree is another one than the writer of the last transaction had.</param>
internal sealed record RecoveredState(
    DataTree Tree,
    IReadOnlyDictionary<long, int> Sessions,
    long LastSession,
    long SnapshotZxid,
    int Transactions,
    long LogBytes,
    bool DigestMismatch);
