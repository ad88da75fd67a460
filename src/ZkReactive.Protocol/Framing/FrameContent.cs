using System.Buffers;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Framing;

/// <summary>
/// A frame's content as contiguous bytes: a view when it lies in one segment, else a copy in a pooled array that goes
/// back on <see cref="Dispose"/>. Nothing may keep <see cref="Span"/> beyond that.
/// </summary>
public ref struct FrameContent
{
    private byte[]? _rented;

    /// <summary>Makes <paramref name="frame"/> contiguous.</summary>
    public FrameContent(in ReadOnlySequence<byte> frame)
    {
        if (frame.IsSingleSegment)
        {
            Span = frame.FirstSpan;
            return;
        }

        var length = checked((int)frame.Length);
        _rented = ArrayPool<byte>.Shared.Rent(length);
        frame.CopyTo(_rented);
        Span = _rented.AsSpan(0, length);
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span { get; private set; }

    /// <summary>A new reader at the start of the bytes.</summary>
    public readonly JuteReader CreateReader() => new(Span);

    /// <summary>Gives a pooled copy back. More than once is harmless.</summary>
    public void Dispose()
    {
        if (_rented is { } rented) ArrayPool<byte>.Shared.Return(rented);
        _rented = null;
        Span = default;
    }
}
