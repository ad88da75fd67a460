using System.Buffers;
using System.Text;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Storage;

/// <summary>
/// A node in one byte array: name, stat and data. An object for each of the three would take twice the memory of small data.
/// </summary>
/// <remarks>
/// <code>
/// flags          1
/// name length    varint
/// name           UTF-8
/// czxid, mzxid - czxid, pzxid - czxid, ctime, mtime - ctime, version, cversion, aversion, children, owner   zigzag varints
/// data length    varint; only when the data itself was not asked for
/// data           the rest
/// </code>
/// An unreadable node ends with its name.
/// </remarks>
internal static class PackedNode
{
    private const int MostStatBytes = 11 * 10;

    /// <summary>Packs a node.</summary>
    public static byte[] Pack(ReadOnlySpan<char> name, in Stat stat, ReadOnlySpan<byte> data, PackedFlags flags)
    {
        var nameBytes = Encoding.UTF8.GetByteCount(name);
        var rented = ArrayPool<byte>.Shared.Rent(1 + 10 + nameBytes + MostStatBytes);
        var writer = new VarintWriter(rented);
        writer.Byte((byte)flags);
        writer.Unsigned((ulong)nameBytes);
        writer.Text(name);
        if ((flags & PackedFlags.Unreadable) == 0) WriteStat(ref writer, stat, (flags & PackedFlags.KeysOnly) != 0);
        var packed = GC.AllocateUninitializedArray<byte>(writer.Length + data.Length);
        rented.AsSpan(0, writer.Length).CopyTo(packed);
        data.CopyTo(packed.AsSpan(writer.Length));
        ArrayPool<byte>.Shared.Return(rented);
        return packed;
    }

    /// <summary>Packs a node that must not be read.</summary>
    public static byte[] PackUnreadable(ReadOnlySpan<char> name) => Pack(name, default, [], PackedFlags.Unreadable);

    /// <summary>The same node with other flags; those that decide the layout must stay.</summary>
    public static byte[] WithFlags(byte[] packed, PackedFlags flags)
    {
        if (packed[0] == (byte)flags) return packed;
        var copy = packed.AsSpan().ToArray();
        copy[0] = (byte)flags;
        return copy;
    }

    public static PackedFlags FlagsOf(byte[] packed) => (PackedFlags)packed[0];

    public static bool Has(byte[] packed, PackedFlags flag) => (packed[0] & (byte)flag) != 0;

    public static ReadOnlySpan<byte> NameOf(byte[] packed)
    {
        // Nearly every name is shorter than 128 bytes, and searches ask for nothing else.
        if (packed[1] < 0x80) return packed.AsSpan(2, packed[1]);
        var reader = new VarintReader(packed, 1);
        var length = (int)reader.Unsigned();
        return packed.AsSpan(reader.Offset, length);
    }

    public static string NameTextOf(byte[] packed) => Encoding.UTF8.GetString(NameOf(packed));

    public static Zxid CzxidOf(byte[] packed)
    {
        if (Has(packed, PackedFlags.Unreadable)) return Zxid.None;
        var reader = AfterName(packed);
        return new Zxid(reader.Signed());
    }

    public static (Zxid Czxid, Zxid Mzxid) VersionOf(byte[] packed)
    {
        if (Has(packed, PackedFlags.Unreadable)) return default;
        var reader = AfterName(packed);
        var czxid = reader.Signed();
        return (new Zxid(czxid), new Zxid(czxid + reader.Signed()));
    }

    public static Stat StatOf(byte[] packed) => Has(packed, PackedFlags.Unreadable) ? default : ReadStat(packed, out _);

    public static ReadOnlyMemory<byte> DataOf(byte[] packed)
    {
        if (Has(packed, PackedFlags.Unreadable | PackedFlags.KeysOnly)) return default;
        var reader = AfterName(packed);
        for (var i = 0; i < 10; i++) reader.Unsigned();
        return packed.AsMemory(reader.Offset);
    }

    private static void WriteStat(ref VarintWriter writer, in Stat stat, bool withLength)
    {
        writer.Signed(stat.Czxid.Value);
        writer.Signed(stat.Mzxid.Value - stat.Czxid.Value);
        writer.Signed(stat.Pzxid.Value - stat.Czxid.Value);
        writer.Signed(stat.CreatedMilliseconds);
        writer.Signed(stat.ModifiedMilliseconds - stat.CreatedMilliseconds);
        writer.Signed(stat.Version);
        writer.Signed(stat.ChildrenVersion);
        writer.Signed(stat.AclVersion);
        writer.Signed(stat.ChildCount);
        writer.Signed(stat.EphemeralOwner);
        if (withLength) writer.Unsigned((ulong)stat.DataLength);
    }

    private static Stat ReadStat(byte[] packed, out int end)
    {
        var reader = AfterName(packed);
        var czxid = reader.Signed();
        var mzxid = czxid + reader.Signed();
        var pzxid = czxid + reader.Signed();
        var created = reader.Signed();
        var modified = created + reader.Signed();
        var version = (int)reader.Signed();
        var childrenVersion = (int)reader.Signed();
        var aclVersion = (int)reader.Signed();
        var childCount = (int)reader.Signed();
        var owner = reader.Signed();
        var dataLength = Has(packed, PackedFlags.KeysOnly) ? (int)reader.Unsigned() : packed.Length - reader.Offset;
        end = reader.Offset;
        return new Stat(
            new Zxid(czxid), new Zxid(mzxid), created, modified, version, childrenVersion, aclVersion, owner, dataLength, childCount, new Zxid(pzxid));
    }

    private static VarintReader AfterName(byte[] packed)
    {
        var reader = new VarintReader(packed, 1);
        var length = (int)reader.Unsigned();
        return new VarintReader(packed, reader.Offset + length);
    }

    private ref struct VarintReader(ReadOnlySpan<byte> bytes, int offset)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;

        public int Offset { get; private set; } = offset;

        public ulong Unsigned()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = _bytes[Offset++];
                value |= (ulong)(part & 0x7f) << shift;
                if (part < 0x80) return value;
            }
        }

        public long Signed()
        {
            var value = Unsigned();
            return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    private ref struct VarintWriter(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;

        public int Length { get; private set; }

        public void Byte(byte value) => _bytes[Length++] = value;

        public void Text(ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, _bytes[Length..]);

        public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

        public void Unsigned(ulong value)
        {
            for (; value >= 0x80; value >>= 7) _bytes[Length++] = (byte)(value | 0x80);
            _bytes[Length++] = (byte)value;
        }
    }
}
