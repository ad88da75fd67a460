using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace ZkReactive.Protocol.Jute;

/// <summary>
/// Writes jute's binary form into a buffer writer: numbers, UTF-8 and data go straight into its span, without arrays
/// between. Call <see cref="Flush"/> at the end, and before anything else writes to the same buffer.
/// </summary>
/// <remarks>Source: ZK:zookeeper-jute/src/main/java/org/apache/jute/BinaryOutputArchive.java.</remarks>
public ref struct JuteWriter
{
    // Up to here the worst case of UTF-8, three bytes a char, is reserved unseen; longer text is measured first.
    private const int LongestUnmeasuredText = 256;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _free;
    private int _pending;

    /// <summary>Writes behind whatever <paramref name="output"/> holds.</summary>
    public JuteWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _free = default;
        _pending = 0;
    }

    /// <summary>Hands what was written to the buffer writer.</summary>
    public void Flush()
    {
        if (_pending > 0) _output.Advance(_pending);
        _pending = 0;
        _free = default;
    }

    /// <summary>Writes an <c>int</c>: 4 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteInt(int value) => BinaryPrimitives.WriteInt32BigEndian(WriteFixed(sizeof(int)), value);

    /// <summary>Writes a <c>long</c>: 8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteLong(long value) => BinaryPrimitives.WriteInt64BigEndian(WriteFixed(sizeof(long)), value);

    /// <summary>Writes a <c>boolean</c>: 1 byte, 0 or 1.</summary>
    public void WriteBool(bool value) => WriteFixed(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>Writes a <c>ustring</c>: length, then UTF-8; null is length -1.</summary>
    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteInt(-1);
            return;
        }

        var room = value.Length <= LongestUnmeasuredText ? value.Length * 3 : Encoding.UTF8.GetByteCount(value);
        Reserve(sizeof(int) + room);
        var length = Encoding.UTF8.GetBytes(value, _free[sizeof(int)..]);
        BinaryPrimitives.WriteInt32BigEndian(_free, length);
        Take(sizeof(int) + length);
    }

    /// <summary>Writes a <c>buffer</c> that is not null: length, then the bytes.</summary>
    public void WriteBuffer(ReadOnlySpan<byte> value)
    {
        var run = WriteFixed(sizeof(int) + value.Length);
        BinaryPrimitives.WriteInt32BigEndian(run, value.Length);
        value.CopyTo(run[sizeof(int)..]);
    }

    /// <summary>Writes a <c>buffer</c>; null is length -1.</summary>
    public void WriteBytes(byte[]? value)
    {
        if (value is null) WriteInt(-1);
        else WriteBuffer(value);
    }

    /// <summary>Writes a <c>buffer</c>; null is length -1.</summary>
    public void WriteMemory(ReadOnlyMemory<byte>? value)
    {
        if (value is { } memory) WriteBuffer(memory.Span);
        else WriteInt(-1);
    }

    /// <summary>Writes a <c>vector&lt;ustring&gt;</c>; null is count -1.</summary>
    public void WriteStrings(IReadOnlyList<string>? values)
    {
        if (!TryWriteCount(values?.Count)) return;
        for (var i = 0; i < values!.Count; i++) WriteString(values[i]);
    }

    /// <summary>Writes a vector of records; null is count -1.</summary>
    public void WriteVector<T>(IReadOnlyList<T>? values)
        where T : IJuteRecord<T>
    {
        if (!TryWriteCount(values?.Count)) return;
        for (var i = 0; i < values!.Count; i++) values[i].Write(ref this);
    }

    /// <summary>Gives the next <paramref name="size"/> bytes to fill in at once: one bounds check for a run of fixed-size fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> WriteFixed(int size)
    {
        Reserve(size);
        var run = _free[..size];
        Take(size);
        return run;
    }

    private bool TryWriteCount(int? count)
    {
        WriteInt(count ?? -1);
        return count is not null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int size)
    {
        if (_free.Length < size) Refill(size);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(int size)
    {
        _free = _free[size..];
        _pending += size;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill(int size)
    {
        Flush();
        _free = _output.GetSpan(size);
    }
}
