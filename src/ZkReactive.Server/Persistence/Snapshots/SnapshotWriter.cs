using System.Buffers.Binary;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>Writes a snapshot's slices and the seals behind them to a file.</summary>
internal sealed class SnapshotWriter : IDisposable
{
    private const int SealBytes = sizeof(long) + sizeof(int) + 1;

    private readonly FileStream _file;
    private Adler32 _checksum = new();

    public SnapshotWriter(string path) => _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1);

    public void Write(ReadOnlySpan<byte> slice)
    {
        _checksum.Append(slice);
        _file.Write(slice);
    }

    /// <summary>Writes what stands behind the nodes, and returns when the disk has it all.</summary>
    public void Finish(long lastZxid, long digest)
    {
        WriteSeal();
        Span<byte> end = stackalloc byte[sizeof(long) + TreeDigest.Size];
        BinaryPrimitives.WriteInt64BigEndian(end, lastZxid);
        BinaryPrimitives.WriteInt32BigEndian(end[sizeof(long)..], TreeDigest.KnownVersion);
        BinaryPrimitives.WriteInt64BigEndian(end[(sizeof(long) + sizeof(int))..], digest);
        Write(end);
        WriteSeal();
        DiskSync.Flush(_file.SafeFileHandle);
    }

    public void Dispose() => _file.Dispose();

    private void WriteSeal()
    {
        Span<byte> seal = stackalloc byte[SealBytes];
        BinaryPrimitives.WriteInt64BigEndian(seal, _checksum.Value);
        BinaryPrimitives.WriteInt32BigEndian(seal[sizeof(long)..], 1);
        seal[^1] = (byte)'/';
        Write(seal);
    }
}
