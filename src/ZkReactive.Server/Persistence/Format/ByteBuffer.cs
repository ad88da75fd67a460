using System.Buffers;

namespace ZkReactive.Server.Persistence.Format;

/// <summary>Bytes that grow at the end and can still be changed further up; keeps its array for the next round up to a size.</summary>
/// <param name="retain">The largest array, in bytes, that <see cref="Clear"/> keeps.</param>
internal sealed class ByteBuffer(int retain) : IBufferWriter<byte>
{
    private const int Smallest = 4096;

    private byte[] _array = [];

    public int Length { get; private set; }

    public Span<byte> Written => _array.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_array.Length > retain) _array = [];
    }

    /// <summary>Takes back everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = Math.Min(Length, length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <summary>Appends bytes to be filled in.</summary>
    public Span<byte> Append(int size)
    {
        var span = GetSpan(size)[..size];
        Length += size;
        return span;
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(Length + Math.Max(sizeHint, 1));
        if (needed <= _array.Length) return;
        Array.Resize(ref _array, (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(Smallest, needed), 2L * _array.Length)));
    }
}
