using System.Buffers.Binary;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol;

/// <summary>What the server knows of a znode besides its data.</summary>
/// <remarks>
/// Wire form, 68 bytes: czxid long, mzxid long, ctime long, mtime long, version int, cversion int, aversion int,
/// ephemeralOwner long, dataLength int, numChildren int, pzxid long. Source: zookeeper.jute, record <c>Stat</c>.
/// </remarks>
/// <param name="Czxid">The transaction that created the node.</param>
/// <param name="Mzxid">The transaction that last changed its data.</param>
/// <param name="CreatedMilliseconds">When it was created: milliseconds since 1970 by the leader's clock.</param>
/// <param name="ModifiedMilliseconds">When its data last changed: milliseconds since 1970 by the leader's clock.</param>
/// <param name="Version">How often the data changed since creation; wraps.</param>
/// <param name="ChildrenVersion">How often children came or went; wraps.</param>
/// <param name="AclVersion">How often the ACL changed; wraps.</param>
/// <param name="EphemeralOwner">
/// The owning session of an ephemeral node, 0 for a persistent one; containers and TTL nodes use special values in what
/// servers store, see <see cref="Kind"/>.
/// </param>
/// <param name="DataLength">Bytes of data.</param>
/// <param name="ChildCount">How many children it has.</param>
/// <param name="Pzxid">The transaction that last added or removed a child.</param>
public readonly record struct Stat(
    Zxid Czxid,
    Zxid Mzxid,
    long CreatedMilliseconds,
    long ModifiedMilliseconds,
    int Version,
    int ChildrenVersion,
    int AclVersion,
    long EphemeralOwner,
    int DataLength,
    int ChildCount,
    Zxid Pzxid) : IJuteRecord<Stat>
{
    /// <summary>Bytes it takes on the wire.</summary>
    public const int Size = 68;

    /// <summary>When it was created, by the leader's clock.</summary>
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeMilliseconds(CreatedMilliseconds);

    /// <summary>When its data last changed, by the leader's clock.</summary>
    public DateTimeOffset Modified => DateTimeOffset.FromUnixTimeMilliseconds(ModifiedMilliseconds);

    /// <summary>
    /// Persistent, ephemeral, container or TTL, told from <see cref="EphemeralOwner"/>. Source: Apache ZooKeeper,
    /// <c>server/EphemeralType.java</c>. In a stat that a client reads, containers and TTL nodes are persistent: servers keep
    /// their special owner to themselves (<c>DataNode.copyStat</c>).
    /// </summary>
    public NodeKind Kind => EphemeralOwner switch
    {
        0 => NodeKind.Persistent,
        long.MinValue => NodeKind.Container,
        _ when (ulong)EphemeralOwner >> 56 == 0xff => NodeKind.Ttl,
        _ => NodeKind.Ephemeral,
    };

    /// <inheritdoc/>
    public static Stat Read(ref JuteReader reader)
    {
        var run = reader.ReadFixed(Size, "stat");
        return new(
            new Zxid(BinaryPrimitives.ReadInt64BigEndian(run)),
            new Zxid(BinaryPrimitives.ReadInt64BigEndian(run[8..])),
            BinaryPrimitives.ReadInt64BigEndian(run[16..]),
            BinaryPrimitives.ReadInt64BigEndian(run[24..]),
            BinaryPrimitives.ReadInt32BigEndian(run[32..]),
            BinaryPrimitives.ReadInt32BigEndian(run[36..]),
            BinaryPrimitives.ReadInt32BigEndian(run[40..]),
            BinaryPrimitives.ReadInt64BigEndian(run[44..]),
            BinaryPrimitives.ReadInt32BigEndian(run[52..]),
            BinaryPrimitives.ReadInt32BigEndian(run[56..]),
            new Zxid(BinaryPrimitives.ReadInt64BigEndian(run[60..])));
    }

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        var run = writer.WriteFixed(Size);
        BinaryPrimitives.WriteInt64BigEndian(run, Czxid.Value);
        BinaryPrimitives.WriteInt64BigEndian(run[8..], Mzxid.Value);
        BinaryPrimitives.WriteInt64BigEndian(run[16..], CreatedMilliseconds);
        BinaryPrimitives.WriteInt64BigEndian(run[24..], ModifiedMilliseconds);
        BinaryPrimitives.WriteInt32BigEndian(run[32..], Version);
        BinaryPrimitives.WriteInt32BigEndian(run[36..], ChildrenVersion);
        BinaryPrimitives.WriteInt32BigEndian(run[40..], AclVersion);
        BinaryPrimitives.WriteInt64BigEndian(run[44..], EphemeralOwner);
        BinaryPrimitives.WriteInt32BigEndian(run[52..], DataLength);
        BinaryPrimitives.WriteInt32BigEndian(run[56..], ChildCount);
        BinaryPrimitives.WriteInt64BigEndian(run[60..], Pzxid.Value);
    }
}
