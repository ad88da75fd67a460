using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Persistence.Log;
using ZkReactive.Server.Persistence.Snapshots;
using ZkReactive.Server.Tree;
using Says = ZkReactive.Server.Diagnostics.Log;

namespace ZkReactive.Server.Persistence;

/// <summary>
/// Builds the tree and the sessions of a data directory: the newest snapshot that is whole, then every transaction after it.
/// Source: Apache ZooKeeper, <c>FileTxnSnapLog.restore</c>.
/// </summary>
internal sealed class Recovery(DataDirectory directory, ILogger logger) : ITreeEvents
{
    private const long NoSnapshot = -1;

    private int _transactions;
    private long _lastSession;
    private TreeDigest? _digest;

    /// <exception cref="ServerDataException">The directory is damaged in a way that would lose transactions.</exception>
    public RecoveredState Run()
    {
        var (snapshotZxid, content) = ReadSnapshot();
        var (tree, sessions) = content;
        var replay = new LogReplay(directory.Logs(), logger);
        foreach (var session in sessions.Keys) Note(session);
        replay.Run(tree.LastZxid, entry => Apply(tree, sessions, entry));
        tree.Quotas.CountAll();
        tree.KeepDigest();
        var mismatch = _digest is { IsKnown: true } digest && digest.Value != tree.Digest;
        if (mismatch) Says.DigestMismatch(logger, directory.Files, new Zxid(tree.LastZxid));
        return new RecoveredState(tree, sessions, _lastSession, snapshotZxid, _transactions, replay.Bytes, mismatch);
    }

    void ITreeEvents.NodeCreated(DataNode node, long zxid)
    {
    }

    void ITreeEvents.NodeDeleted(DataNode node, long zxid)
    {
    }

    void ITreeEvents.DataChanged(DataNode node, long zxid)
    {
    }

    private (long Zxid, SnapshotContent Content) ReadSnapshot()
    {
        ServerDataException? problem = null;
        foreach (var file in directory.Snapshots())
        {
            try
            {
                var content = SnapshotReader.Read(file.Path);
                content.Tree.LastZxid = file.Zxid;
                return (file.Zxid, content);
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                var offset = (e as SnapshotFormatException)?.Offset;
                Says.SnapshotUnreadable(logger, file.Path, offset ?? 0, e.Message);
                problem ??= new ServerDataException(
                    ServerDataErrorIds.SnapshotCorrupt,
                    $"No snapshot in '{directory.Files}' can be read. The newest, '{file.Name}', is damaged at byte {offset ?? 0}: {e.Message}. Put one back from a copy of the directory.",
                    file.Path, offset, e);
            }
        }

        // Without any snapshot the logs have to begin with the first transaction of all, which the replay sees to.
        return problem is null ? (NoSnapshot, new SnapshotContent(new DataTree(), [])) : throw problem;
    }

    private void Apply(DataTree tree, Dictionary<long, int> sessions, in LogEntry entry)
    {
        switch (entry.Transaction)
        {
            case CreateSessionTransaction created:
                sessions[entry.Header.Session] = created.TimeoutMilliseconds;
                Note(entry.Header.Session);
                break;
            case CloseSessionTransaction:
                sessions.Remove(entry.Header.Session);
                break;
        }

        tree.Apply(entry.Header, entry.Transaction, this);
        _digest = entry.Digest;
        _transactions++;
    }

    private void Note(long session)
    {
        // The ids of other servers carry their number in the first byte.
        if (session >> 56 == 0) _lastSession = Math.Max(_lastSession, session);
    }
}
