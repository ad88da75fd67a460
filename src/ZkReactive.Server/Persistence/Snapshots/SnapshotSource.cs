using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>
/// Gives a snapshot's bytes slice by slice, each taken under the server's lock, while the tree may change between slices.
/// What changes meanwhile has later zxids than <see cref="Zxid"/> and is put right by the log. The layout is described at
/// <see cref="SnapshotReader"/>.
/// </summary>
/// <param name="tree">What to write.</param>
/// <param name="sessions">The live sessions.</param>
/// <param name="nodesOfASlice">How many nodes are written while the lock is held: about a millisecond's worth.</param>
internal sealed class SnapshotSource(DataTree tree, SessionTable sessions, int nodesOfASlice = SnapshotSource.DefaultNodesOfASlice)
{
    private const int DefaultNodesOfASlice = 5_000;
    private const int BytesOfASlice = 2 * 1024 * 1024;

    // What stands for an ACL that is newer than the table at the front; the log brings the right one.
    private const long NewerAcl = 0;

    private readonly Stack<string> _paths = new();
    private readonly ByteBuffer _bytes = new(2 * BytesOfASlice);
    private long _lastAcl;

    /// <summary>The last transaction that everything in the snapshot includes.</summary>
    public long Zxid { get; private set; }

    /// <summary>The last transaction that anything in it includes; known after the last slice.</summary>
    public long LastZxid { get; private set; }

    /// <summary>The tree's digest after <see cref="LastZxid"/>.</summary>
    public long Digest { get; private set; }

    /// <summary>The slice that was made last.</summary>
    public ReadOnlySpan<byte> Slice => _bytes.Written;

    /// <summary>Makes the first slice. Needs the lock.</summary>
    /// <returns>Whether it was the last one too: then the snapshot is exact.</returns>
    public bool BeginLocked()
    {
        Zxid = tree.LastZxid;
        _lastAcl = tree.Acls.LastId;
        DataFileHeader.Write(_bytes.Append(DataFileHeader.Size), DataFileHeader.SnapshotMagic, DataFileHeader.SnapshotDatabase);
        var writer = new JuteWriter(_bytes);
        writer.WriteInt(sessions.Count);
        foreach (var session in sessions.All)
        {
            writer.WriteLong(session.Id);
            writer.WriteInt((int)session.TimeoutMilliseconds);
        }

        writer.WriteInt(tree.Acls.Entries.Count + 1);
        writer.WriteLong(NewerAcl);
        writer.WriteVector<Acl>([new Acl(Permissions.None, "world", "anyone")]);
        foreach (var entry in tree.Acls.Entries)
        {
            writer.WriteLong(entry.Id);
            writer.WriteVector(entry.Acl);
        }

        writer.Flush();
        _paths.Push(DataTree.RootPath);
        return WriteNodes();
    }

    /// <summary>Makes the next slice. Needs the lock.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool ContinueLocked()
    {
        _bytes.Clear();
        return WriteNodes();
    }

    private bool WriteNodes()
    {
        var writer = new JuteWriter(_bytes);
        for (var count = 0; count < nodesOfASlice && _bytes.Length < BytesOfASlice && _paths.TryPop(out var path); count++)
        {
            // It may have gone since its parent was written.
            if (!tree.TryGet(path, out var node)) continue;
            writer.WriteString(node.Parent is null ? "" : path);
            writer.WriteBytes(node.Data);
            writer.WriteLong(node.SharedAcl.Id > _lastAcl ? NewerAcl : node.SharedAcl.Id);
            node.ToPersisted().Write(writer.WriteFixed(PersistedStat.Size));
            writer.Flush();
            if (node.ChildCount == 0) continue;
            foreach (var child in node.Children!.Values) _paths.Push(child.Path);
        }

        if (_paths.Count > 0) return false;
        writer.WriteString(DataTree.RootPath);
        writer.Flush();
        LastZxid = tree.LastZxid;
        Digest = tree.Digest;
        return true;
    }
}
