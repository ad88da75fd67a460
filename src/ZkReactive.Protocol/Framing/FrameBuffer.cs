using System.Buffers;
using System.Buffers.Binary;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Framing;

/// <summary>
/// Outgoing frames back to back in one pooled, growing array, so that one write to the socket carries many of them.
/// Not safe for use by two threads at once.
/// </summary>
public sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestArray = 1024;

    private readonly int _limit;
    private readonly int _retain;
    private byte[] _array = [];
    private int _length;

    /// <summary>Creates an empty buffer, which takes no array before the first write.</summary>
    /// <param name="limit">The longest frame it will hold, in bytes without the length, inclusive.</param>
    /// <param name="retain">The largest array, in bytes, that <see cref="Clear"/> keeps for the next round; a larger one goes back to the pool.</param>
    public FrameBuffer(int limit = FrameLength.DefaultLimit, int retain = 16 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(retain);
        _limit = limit;
        _retain = retain;
    }

    /// <summary>Bytes written since the last <see cref="Clear"/>, lengths of frames included.</summary>
    public int Length => _length;

    /// <summary>Size of the array that is held now, in bytes.</summary>
    public int Capacity => _array.Length;

    /// <summary>Everything written; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, _length);

    /// <summary>Everything written; valid until the next write, <see cref="Clear"/> or <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, _length);

    /// <summary>Appends a frame of one record. When it throws, the buffer is as it was before.</summary>
    /// <exception cref="FrameLengthException">The frame would be over the limit.</exception>
    public void Append<TRecord>(in TRecord record)
        where TRecord : IJuteRecord<TRecord> =>
        Append(record, default(Records.EmptyRecord));

    /// <summary>Appends a frame of two records, usually header and body. When it throws, the buffer is as it was before.</summary>
    /// <exception cref="FrameLengthException">The frame would be over the limit.</exception>
    public void Append<THeader, TBody>(in THeader header, in TBody body)
        where THeader : IJuteRecord<THeader>
        where TBody : IJuteRecord<TBody>
    {
        var start = BeginFrame();
        try
        {
            var writer = new JuteWriter(this);
            header.Write(ref writer);
            body.Write(ref writer);
            writer.Flush();
            EndFrame(start);
        }
        catch
        {
            Truncate(start);
            throw;
        }
    }

    /// <summary>Leaves room for a frame's length; what is written next is its content, until <see cref="EndFrame"/>.</summary>
    /// <returns>Where the frame starts, for <see cref="EndFrame"/> or <see cref="Truncate"/>.</returns>
    public int BeginFrame()
    {
        var start = _length;
        Reserve(FrameLength.PrefixSize);
        _length += FrameLength.PrefixSize;
        return start;
    }

    /// <summary>Writes the length of the frame that began at <paramref name="start"/>.</summary>
    /// <exception cref="FrameLengthException">The frame is over the limit; it has been taken back.</exception>
    public void EndFrame(int start)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, _length - FrameLength.PrefixSize);
        var length = _length - start - FrameLength.PrefixSize;
        if (length > _limit) _length = start;
        FrameLength.Ensure(length, _limit);
        BinaryPrimitives.WriteInt32BigEndian(_array.AsSpan(start), length);
    }

    /// <summary>Takes back everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _length);
        _length = length;
    }

    /// <summary>Forgets what was written, and gives the array back to the pool when it is larger than the buffer may keep.</summary>
    public void Clear()
    {
        _length = 0;
        if (_array.Length > _retain) ReplaceArray([]);
    }

    /// <summary>Forgets what was written and gives the array back to the pool. The buffer may be used again afterwards.</summary>
    public void Dispose()
    {
        _length = 0;
        ReplaceArray([]);
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(_length);
    }

    private void Reserve(int size)
    {
        if (_array.Length - _length < size) Grow(size);
    }

    private void Grow(int size)
    {
        var needed = checked(_length + size);
        var doubled = (int)Math.Min(Array.MaxLength, 2L * _array.Length);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(SmallestArray, Math.Max(needed, doubled)));
        WrittenSpan.CopyTo(larger);
        ReplaceArray(larger);
    }

    private void ReplaceArray(byte[] array)
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = array;
    }
}
