using System.Buffers.Binary;

namespace ZkReactive.Server.Persistence.Format;

/// <summary>
/// The 16 bytes that a log or a snapshot begins with: magic int, version int, dbid long. Source: zookeeper.jute,
/// <c>FileHeader</c>; the values: <c>FileTxnLog</c>, <c>FileSnap</c>.
/// </summary>
internal static class DataFileHeader
{
    public const int Size = 16;

    /// <summary><c>ZKLG</c>.</summary>
    public const int LogMagic = 0x5a4b4c47;

    /// <summary><c>ZKSN</c>.</summary>
    public const int SnapshotMagic = 0x5a4b534e;

    /// <summary>A standalone server's database id in a log.</summary>
    public const long LogDatabase = 0;

    /// <summary>The same in a snapshot.</summary>
    public const long SnapshotDatabase = -1;

    private const int Version = 2;

    public static void Write(Span<byte> target, int magic, long database)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, magic);
        BinaryPrimitives.WriteInt32BigEndian(target[4..], Version);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], database);
    }

    /// <summary>Whether a file begins as one of this kind; Apache ZooKeeper looks at the magic alone.</summary>
    public static bool IsValid(ReadOnlySpan<byte> header, int magic) =>
        header.Length >= Size && BinaryPrimitives.ReadInt32BigEndian(header) == magic;
}
