using ZkReactive.Protocol;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Persistence.Format;
using ZkReactive.Server.Persistence.Snapshots;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Tests.Persistence.Snapshots;

public sealed class SnapshotTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("zkreactive-snapshot-").FullName;
    private readonly SessionTable _sessions = new(100, 40, 0, SessionPassword.Of);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ASnapshot_BeginsAndEndsAsApachesDo()
    {
        var bytes = File.ReadAllBytes(Write(new DataTree()));

        Assert.Equal("5a4b534e" + "00000002" + "ffffffffffffffff" + "00000000", Convert.ToHexStringLower(bytes[..20]));
        Assert.Equal("00000001" + "2f", Convert.ToHexStringLower(bytes[^5..]));
        Assert.Equal(Adler32.Of(bytes.AsSpan(0, bytes.Length - 13)), (uint)System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(bytes.Length - 13)));
    }

    [Fact]
    public void DamagedAnywhere_ItIsRefused()
    {
        var path = Write(SmallTree());
        var bytes = File.ReadAllBytes(path);
        // Behind the last checksum stands nothing but a mark.
        for (var at = 0; at < bytes.Length - 5; at++)
        {
            bytes[at] ^= 0x10;
            File.WriteAllBytes(path, bytes);
            Assert.ThrowsAny<IOException>(() => SnapshotReader.Read(path));
            bytes[at] ^= 0x10;
        }
    }

    [Fact]
    public void CutShortAnywhere_ItIsRefused_ButForTheEndThatOldServersWrote()
    {
        var path = Write(SmallTree());
        var bytes = File.ReadAllBytes(path);
        var old = bytes.Length - 13 - sizeof(long) - TreeDigest.Size;
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            if (length == old) Assert.Equal(SmallTree().NodeCount, SnapshotReader.Read(path).Tree.NodeCount);
            else Assert.ThrowsAny<IOException>(() => SnapshotReader.Read(path));
        }
    }

    [Fact]
    public void Sessions_AreKept_WithTheirTimeouts()
    {
        _sessions.Open(7_000, 0);
        _sessions.Open(9_000, 0);

        Assert.Equal([(40, 7_000), (41, 9_000)], SnapshotReader.Read(Write(new DataTree())).Sessions.Select(s => (s.Key, s.Value)).Order());
    }

    [Fact]
    public void ASnapshotPackedWithGzip_IsRead()
    {
        var path = Write(SmallTree());
        var packed = path + ".gz";
        using (var target = new System.IO.Compression.GZipStream(File.Create(packed), System.IO.Compression.CompressionLevel.Fastest)) target.Write(File.ReadAllBytes(path));

        Assert.Equal(SmallTree().NodeCount, SnapshotReader.Read(packed).Tree.NodeCount);
    }

    /// <summary>
    /// The tree changes at random between any three nodes that are written, as it does under load; with all that came after the
    /// snapshot's start applied to it, the snapshot has to become the very tree.
    /// </summary>
    [Fact]
    public void WrittenWhileTheTreeChanges_TheLogMakesItRight()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            var live = new RandomTree(seed);
            live.Change(60);
            var source = new SnapshotSource(live.Tree, _sessions, nodesOfASlice: 3);
            var path = Path.Combine(_directory, "snapshot.1");
            using (var writer = new SnapshotWriter(path))
            {
                var last = source.BeginLocked();
                writer.Write(source.Slice);
                while (!last)
                {
                    live.Change(2);
                    last = source.ContinueLocked();
                    writer.Write(source.Slice);
                }

                writer.Finish(source.LastZxid, source.Digest);
            }

            live.Change(seed % 3);
            var read = SnapshotReader.Read(path).Tree;
            read.LastZxid = source.Zxid;
            foreach (var entry in live.Log.Where(entry => entry.Header.Zxid > source.Zxid)) read.Apply(entry.Header, entry.Transaction, live);
            read.KeepDigest();

            Assert.True(live.Describe() == RandomTree.Describe(read), $"seed {seed}");
            Assert.Equal(live.Tree.Digest, read.Digest);
            Assert.Equal(live.Log[^1].Digest!.Value.Value, read.Digest);
        }
    }

    private static DataTree SmallTree()
    {
        var tree = new DataTree();
        tree.Apply(new TransactionHeader(5, 1, 1, 9), new CreateTransaction("/a", [1, 2], [new Acl(Permissions.Read, "ip", "1.2.3.4")], 5, 1), new RandomTree(0));
        tree.KeepDigest();
        return tree;
    }

    private string Write(DataTree tree)
    {
        var path = Path.Combine(_directory, DataFile.SnapshotName(tree.LastZxid));
        var source = new SnapshotSource(tree, _sessions);
        using var writer = new SnapshotWriter(path);
        Assert.True(source.BeginLocked());
        writer.Write(source.Slice);
        writer.Finish(source.LastZxid, source.Digest);
        return path;
    }
}
