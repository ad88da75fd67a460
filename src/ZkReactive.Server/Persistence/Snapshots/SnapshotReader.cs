using System.IO.Compression;
using ZkReactive.Protocol;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>Reads a snapshot. Source: Apache ZooKeeper, <c>FileSnap</c>, <c>SerializeUtils</c>, <c>DataTree.deserialize</c>.</summary>
/// <remarks>
/// <code>
/// header    FileHeader, magic ZKSN
/// sessions  count int, then id long and time-out int each
/// ACLs      count int, then number long and vector of ACL each
/// nodes     path ustring (the root's is empty), data buffer, ACL number long, StatPersisted; the path "/" ends them
/// seal      long, the Adler-32 of all bytes before; ustring "/"
/// digest    zxid long, version int, digest long, and a second seal    (since 3.6)
/// last zxid long, and a third seal                                    (since 3.9)
/// </code>
/// </remarks>
internal static class SnapshotReader
{
    private const string End = "/";

    // For a node whose ACL was made while the snapshot was written: the log brings the right one, and until then nobody gets in.
    private static readonly IReadOnlyList<Acl> Nobody = [new Acl(Permissions.None, "world", "anyone")];

    /// <exception cref="SnapshotFormatException">The bytes are damaged or end early.</exception>
    public static SnapshotContent Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        switch (Path.GetExtension(path))
        {
            case ".gz":
                using (var unpacked = new GZipStream(file, CompressionMode.Decompress))
                {
                    return Read(unpacked);
                }

            case ".snappy":
                throw new SnapshotFormatException("it is packed with snappy, which this server does not read", 0);
            default:
                return Read(file);
        }
    }

    public static SnapshotContent Read(Stream source)
    {
        var reader = new CheckedReader(source);
        if (!DataFileHeader.IsValid(reader.Take(DataFileHeader.Size, "the header"), DataFileHeader.SnapshotMagic))
        {
            throw new SnapshotFormatException("it does not begin with the header of a snapshot", 0);
        }

        var sessions = ReadSessions(reader);
        var tree = ReadTree(reader);
        reader.ReadSeal();
        if (!reader.IsAtEnd)
        {
            reader.ReadLong("the digest's zxid");
            // The first form of the digest, which no release kept for long, was text.
            if (reader.ReadInt("the digest's version") < TreeDigest.KnownVersion) reader.ReadString("the digest");
            else reader.ReadLong("the digest");
            reader.ReadSeal();
        }

        if (!reader.IsAtEnd)
        {
            reader.Take(sizeof(long), "the last zxid");
            reader.ReadSeal();
        }

        return new SnapshotContent(tree, sessions);
    }

    private static Dictionary<long, int> ReadSessions(CheckedReader reader)
    {
        var sessions = new Dictionary<long, int>();
        for (var count = reader.ReadCount("sessions"); count > 0; count--) sessions[reader.ReadLong("session")] = reader.ReadInt("time-out");
        return sessions;
    }

    private static Dictionary<long, IReadOnlyList<Acl>> ReadAcls(CheckedReader reader)
    {
        var acls = new Dictionary<long, IReadOnlyList<Acl>> { [AclEntry.Open.Id] = AclEntry.Open.Acl };
        for (var count = reader.ReadCount("ACLs"); count > 0; count--)
        {
            var id = reader.ReadLong("ACL number");
            var entries = new List<Acl>();
            for (var rest = reader.ReadCount("ACL entries"); rest > 0; rest--)
            {
                entries.Add(new Acl((Permissions)reader.ReadInt("permissions"), reader.ReadString("scheme"), reader.ReadString("id")));
            }

            acls[id] = entries;
        }

        return acls;
    }

    private static DataTree ReadTree(CheckedReader reader)
    {
        var acls = ReadAcls(reader);
        DataTree? tree = null;
        while (true)
        {
            var at = reader.Offset;
            var path = reader.ReadString("path");
            if (path == End) break;
            var data = reader.ReadBytes("data");
            var acl = acls.GetValueOrDefault(reader.ReadLong("ACL number"), Nobody);
            var stat = PersistedStat.Read(reader.Take(PersistedStat.Size, "a stat"));
            if (path.Length == 0)
            {
                tree = new DataTree(data, stat);
                tree.ChangeAcl(tree.Root, acl);
            }
            else if (tree?.Restore(path, data, tree.Acls.Use(acl), stat) is null)
            {
                throw new SnapshotFormatException($"the node '{path}' comes before its parent, or twice", at);
            }
        }

        if (tree is null) throw new SnapshotFormatException("it has no root", reader.Offset);
        tree.AddSystemNodes();
        return tree;
    }
}
