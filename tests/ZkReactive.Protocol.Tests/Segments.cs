using System.Buffers;

namespace ZkReactive.Protocol.Tests;

/// <summary>Byte sequences spread over segments, as a socket may deliver them.</summary>
internal static class Segments
{
    /// <summary>Two segments, cut at <paramref name="cut"/>.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, int cut) => Of(bytes[..cut], bytes[cut..]);

    /// <summary>A segment for every byte.</summary>
    public static ReadOnlySequence<byte> Scatter(byte[] bytes) => Of([.. bytes.Select(b => new[] { b })]);

    public static ReadOnlySequence<byte> Of(params byte[][] parts)
    {
        var first = new Segment(parts.Length > 0 ? parts[0] : [], null);
        var last = first;
        foreach (var part in parts.Skip(1)) last = new Segment(part, last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? previous)
        {
            Memory = bytes;
            if (previous is null) return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}
