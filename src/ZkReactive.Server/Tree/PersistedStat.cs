using System.Buffers.Binary;

namespace ZkReactive.Server.Tree;

/// <summary>What is kept of a node besides its path, data and ACL. Source: zookeeper.jute, <c>StatPersisted</c>.</summary>
internal readonly record struct PersistedStat(
    long Czxid, long Mzxid, long CreatedTime, long ModifiedTime, int Version, int ChildrenCreated, int AclVersion, long EphemeralOwner, long Pzxid)
{
    /// <summary>Bytes: four longs, three ints, two longs, in the order of the fields.</summary>
    public const int Size = 60;

    /// <summary>A node as its creation leaves it.</summary>
    public static PersistedStat Created(long zxid, long time, long owner) => new(zxid, zxid, time, time, 0, 0, 0, owner, zxid);

    public static PersistedStat Read(ReadOnlySpan<byte> source) => new(
        BinaryPrimitives.ReadInt64BigEndian(source), BinaryPrimitives.ReadInt64BigEndian(source[8..]),
        BinaryPrimitives.ReadInt64BigEndian(source[16..]), BinaryPrimitives.ReadInt64BigEndian(source[24..]),
        BinaryPrimitives.ReadInt32BigEndian(source[32..]), BinaryPrimitives.ReadInt32BigEndian(source[36..]),
        BinaryPrimitives.ReadInt32BigEndian(source[40..]), BinaryPrimitives.ReadInt64BigEndian(source[44..]),
        BinaryPrimitives.ReadInt64BigEndian(source[52..]));

    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64BigEndian(target, Czxid);
        BinaryPrimitives.WriteInt64BigEndian(target[8..], Mzxid);
        BinaryPrimitives.WriteInt64BigEndian(target[16..], CreatedTime);
        BinaryPrimitives.WriteInt64BigEndian(target[24..], ModifiedTime);
        BinaryPrimitives.WriteInt32BigEndian(target[32..], Version);
        BinaryPrimitives.WriteInt32BigEndian(target[36..], ChildrenCreated);
        BinaryPrimitives.WriteInt32BigEndian(target[40..], AclVersion);
        BinaryPrimitives.WriteInt64BigEndian(target[44..], EphemeralOwner);
        BinaryPrimitives.WriteInt64BigEndian(target[52..], Pzxid);
    }
}
