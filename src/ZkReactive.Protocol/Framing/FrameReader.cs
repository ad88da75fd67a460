using System.Buffers;
using System.Buffers.Binary;

namespace ZkReactive.Protocol.Framing;

/// <summary>Cuts frames off the front of received bytes.</summary>
public static class FrameReader
{
    /// <summary>Takes the next whole frame, without its length, off <paramref name="buffer"/>; false when it is not all there yet.</summary>
    /// <param name="buffer">Received bytes; moved behind the frame on success, else left alone.</param>
    /// <param name="limit">The longest frame allowed, inclusive.</param>
    /// <param name="frame">The frame's content, which may be spread over segments: see <see cref="FrameContent"/>.</param>
    /// <exception cref="FrameLengthException">The length is negative or over the limit; told as soon as the length itself is there.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int limit, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        var available = buffer.Length;
        if (available < FrameLength.PrefixSize) return false;

        var length = ReadLength(buffer);
        FrameLength.Ensure(length, limit);
        if (available - FrameLength.PrefixSize < length) return false;

        frame = buffer.Slice(FrameLength.PrefixSize, length);
        buffer = buffer.Slice(frame.End);
        return true;
    }

    /// <summary>The same for contiguous bytes, the quickest way through many frames of one segment.</summary>
    /// <param name="buffer">Received bytes; moved behind the frame on success, else left alone.</param>
    /// <param name="limit">The longest frame allowed, inclusive.</param>
    /// <param name="frame">The frame's content.</param>
    /// <exception cref="FrameLengthException">The length is negative or over the limit.</exception>
    public static bool TryRead(ref ReadOnlySpan<byte> buffer, int limit, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (buffer.Length < FrameLength.PrefixSize) return false;

        var length = BinaryPrimitives.ReadInt32BigEndian(buffer);
        FrameLength.Ensure(length, limit);
        if (buffer.Length - FrameLength.PrefixSize < length) return false;

        frame = buffer.Slice(FrameLength.PrefixSize, length);
        buffer = buffer[(FrameLength.PrefixSize + length)..];
        return true;
    }

    private static int ReadLength(in ReadOnlySequence<byte> buffer)
    {
        var first = buffer.FirstSpan;
        if (first.Length >= FrameLength.PrefixSize) return BinaryPrimitives.ReadInt32BigEndian(first);

        Span<byte> prefix = stackalloc byte[FrameLength.PrefixSize];
        buffer.Slice(0, FrameLength.PrefixSize).CopyTo(prefix);
        return BinaryPrimitives.ReadInt32BigEndian(prefix);
    }
}
