using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ZkReactive.Server.Persistence.Format;

namespace ZkReactive.Server.Tree;

/// <summary>
/// The checksum of one node, of which a tree's digest is the sum: CRC-32 of path, data and stat. Nodes below
/// <c>/zookeeper/</c> count as 0. Source: Apache ZooKeeper, <c>DigestCalculator</c>, version 2.
/// </summary>
internal static class NodeDigest
{
    private const string Uncounted = DataTree.SystemPath + "/";
    private const int LongestOnStack = 256;

    public static uint Of(DataNode node)
    {
        if (node.Path.StartsWith(Uncounted, StringComparison.Ordinal)) return 0;
        var state = Crc32.Start;
        // The root's path counts as empty.
        if (node.Parent is not null) state = AppendPath(state, node.Path);
        state = Crc32.Append(state, node.Data);
        Span<byte> stat = stackalloc byte[PersistedStat.Size];
        BinaryPrimitives.WriteInt64BigEndian(stat, node.Czxid);
        BinaryPrimitives.WriteInt64BigEndian(stat[8..], node.Mzxid);
        BinaryPrimitives.WriteInt64BigEndian(stat[16..], node.Pzxid);
        BinaryPrimitives.WriteInt64BigEndian(stat[24..], node.CreatedTime);
        BinaryPrimitives.WriteInt64BigEndian(stat[32..], node.ModifiedTime);
        BinaryPrimitives.WriteInt32BigEndian(stat[40..], node.Version);
        BinaryPrimitives.WriteInt32BigEndian(stat[44..], node.ChildrenCreated);
        BinaryPrimitives.WriteInt32BigEndian(stat[48..], node.AclVersion);
        BinaryPrimitives.WriteInt64BigEndian(stat[52..], node.EphemeralOwner);
        return ~Crc32.Append(state, stat);
    }

    private static uint AppendPath(uint state, string path)
    {
        var size = Encoding.UTF8.GetMaxByteCount(path.Length);
        var rented = size <= LongestOnStack ? null : ArrayPool<byte>.Shared.Rent(size);
        var bytes = rented ?? stackalloc byte[LongestOnStack];
        state = Crc32.Append(state, bytes[..Encoding.UTF8.GetBytes(path, bytes)]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return state;
    }
}
