using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace ZkReactive.Protocol.Jute;

/// <summary>
/// Reads jute's binary form from contiguous bytes: big-endian numbers, length-prefixed strings, buffers and vectors.
/// Takes no memory beyond the values it gives, and looks at every length before it takes any.
/// </summary>
/// <remarks>
/// Every method takes the name of the field for the message and throws <see cref="JuteFormatException"/> when the bytes
/// end early or a length is impossible. Source: ZK:zookeeper-jute/src/main/java/org/apache/jute/BinaryInputArchive.java.
/// </remarks>
public ref struct JuteReader
{
    private readonly ReadOnlySpan<byte> _data;
    private int _offset;

    /// <summary>Reads from the start of <paramref name="data"/>.</summary>
    public JuteReader(ReadOnlySpan<byte> data)
    {
        _data = data;
        _offset = 0;
    }

    /// <summary>Bytes read so far.</summary>
    public readonly int Offset => _offset;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _data.Length - _offset;

    /// <summary>Reads an <c>int</c>: 4 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadInt(string field = "int") => BinaryPrimitives.ReadInt32BigEndian(ReadFixed(sizeof(int), field));

    /// <summary>Reads a <c>long</c>: 8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong(string field = "long") => BinaryPrimitives.ReadInt64BigEndian(ReadFixed(sizeof(long), field));

    /// <summary>Reads a <c>boolean</c>: 1 byte, any value but 0 is true, as in Java.</summary>
    public bool ReadBool(string field = "boolean") => ReadFixed(1, field)[0] != 0;

    /// <summary>Reads a <c>ustring</c>, null (length -1) as the empty string.</summary>
    public string ReadString(string field = "ustring") => ReadNullableString(field) ?? "";

    /// <summary>Reads a <c>ustring</c>: length, then UTF-8; length -1 is null. Bytes that are not UTF-8 become U+FFFD.</summary>
    public string? ReadNullableString(string field = "ustring") =>
        TryReadBuffer(out var bytes, field) ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Reads a <c>buffer</c> as a view of the underlying bytes, null (length -1) as empty.</summary>
    public ReadOnlySpan<byte> ReadBuffer(string field = "buffer") => TryReadBuffer(out var bytes, field) ? bytes : default;

    /// <summary>Reads a <c>buffer</c> as a view of the underlying bytes; false when it is null (length -1).</summary>
    public bool TryReadBuffer(out ReadOnlySpan<byte> bytes, string field = "buffer")
    {
        var length = ReadInt(field);
        if ((uint)length <= (uint)Remaining)
        {
            bytes = _data.Slice(_offset, length);
            _offset += length;
            return true;
        }

        if (length != -1) ThrowLength(field, length);
        bytes = default;
        return false;
    }

    /// <summary>Reads a <c>buffer</c> into an array of its own; null when the length is -1.</summary>
    public byte[]? ReadBytes(string field = "buffer") => TryReadBuffer(out var bytes, field) ? bytes.ToArray() : null;

    /// <summary>Reads a <c>buffer</c> into memory of its own; null when the length is -1.</summary>
    public ReadOnlyMemory<byte>? ReadMemory(string field = "buffer")
    {
        // Not by a conditional expression: its null would go through byte[] and become empty memory.
        if (TryReadBuffer(out var bytes, field)) return bytes.ToArray();
        return null;
    }

    /// <summary>
    /// Reads the count of a <c>vector</c> and checks it against the bytes left, so that a caller may size an array by
    /// it. A null vector (count -1) counts as empty: no message of the protocol tells them apart.
    /// </summary>
    /// <param name="minimumElementSize">The fewest bytes an element takes; at least 1.</param>
    /// <param name="field">The field, for the message.</param>
    public int ReadVectorCount(int minimumElementSize, string field = "vector")
    {
        var count = ReadInt(field);
        if (count == -1) return 0;
        if (count < 0 || (long)count * minimumElementSize > Remaining) ThrowCount(field, count, minimumElementSize);
        return count;
    }

    /// <summary>Reads a <c>vector&lt;ustring&gt;</c>.</summary>
    public string[] ReadStrings(string field = "vector")
    {
        var count = ReadVectorCount(sizeof(int), field);
        if (count == 0) return [];
        var values = new string[count];
        for (var i = 0; i < values.Length; i++) values[i] = ReadString(field);
        return values;
    }

    /// <summary>Reads a vector of records.</summary>
    /// <param name="minimumElementSize">The fewest bytes a record takes; at least 1.</param>
    /// <param name="field">The field, for the message.</param>
    public T[] ReadVector<T>(int minimumElementSize, string field = "vector")
        where T : IJuteRecord<T>
    {
        var count = ReadVectorCount(minimumElementSize, field);
        if (count == 0) return [];
        var values = new T[count];
        for (var i = 0; i < values.Length; i++) values[i] = T.Read(ref this);
        return values;
    }

    /// <summary>Takes the next <paramref name="size"/> bytes as they are; one bounds check for a run of fixed-size fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> ReadFixed(int size, string field)
    {
        if ((uint)size > (uint)Remaining) ThrowShort(field, size);
        var run = _data.Slice(_offset, size);
        _offset += size;
        return run;
    }

    /// <summary>Throws when bytes are left over behind what should have been the last field.</summary>
    /// <param name="record">The record or frame that should end here, for the message.</param>
    public readonly void EnsureEnd(string record = "record")
    {
        if (Remaining != 0) throw new JuteFormatException(record, _offset, "the end", $"{Remaining} more byte(s)");
    }

    [DoesNotReturn]
    private readonly void ThrowShort(string field, int size) =>
        throw new JuteFormatException(field, _offset, $"{size} byte(s)", $"{Remaining}");

    // The offset named is the one of the length itself, which was read just before.
    [DoesNotReturn]
    private readonly void ThrowLength(string field, int length) =>
        throw new JuteFormatException(field, _offset - sizeof(int), $"a length of -1 to {Remaining}", $"{length}");

    [DoesNotReturn]
    private readonly void ThrowCount(string field, int count, int minimumElementSize) =>
        throw new JuteFormatException(field, _offset - sizeof(int), $"a count of -1 to {Remaining / minimumElementSize}", $"{count}");
}
