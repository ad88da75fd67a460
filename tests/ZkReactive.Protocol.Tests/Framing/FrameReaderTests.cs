using System.Buffers;
using System.Buffers.Binary;
using ZkReactive.Protocol.Framing;

namespace ZkReactive.Protocol.Tests.Framing;

public class FrameReaderTests
{
    private static readonly byte[] TwoFrames = [0, 0, 0, 3, 1, 2, 3, 0, 0, 0, 1, 9];

    [Fact]
    public void TryRead_TwoFramesInOneSegment_GivesBothInOrder()
    {
        var buffer = new ReadOnlySequence<byte>(TwoFrames);
        Assert.True(FrameReader.TryRead(ref buffer, 10, out var first));
        Assert.True(FrameReader.TryRead(ref buffer, 10, out var second));
        Assert.Equal([1, 2, 3], first.ToArray());
        Assert.Equal([9], second.ToArray());
        Assert.False(FrameReader.TryRead(ref buffer, 10, out _));
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void TryRead_CutAnywhere_GivesTheSameFrames()
    {
        for (var cut = 0; cut <= TwoFrames.Length; cut++) AssertTwoFrames(Segments.Split(TwoFrames, cut));
        AssertTwoFrames(Segments.Scatter(TwoFrames));
    }

    [Fact]
    public void TryRead_NotAllThere_LeavesTheBuffer()
    {
        for (var length = 0; length < 7; length++)
        {
            var buffer = new ReadOnlySequence<byte>(TwoFrames[..length]);
            Assert.False(FrameReader.TryRead(ref buffer, 10, out _));
            Assert.Equal(length, buffer.Length);

            ReadOnlySpan<byte> span = TwoFrames.AsSpan(0, length);
            Assert.False(FrameReader.TryRead(ref span, 10, out _));
            Assert.Equal(length, span.Length);
        }
    }

    [Fact]
    public void TryRead_Span_GivesBothInOrder()
    {
        ReadOnlySpan<byte> buffer = TwoFrames;
        Assert.True(FrameReader.TryRead(ref buffer, 10, out var first));
        Assert.Equal([1, 2, 3], first.ToArray());
        Assert.True(FrameReader.TryRead(ref buffer, 10, out var second));
        Assert.Equal([9], second.ToArray());
        Assert.True(buffer.IsEmpty);
    }

    [Fact]
    public void TryRead_EmptyFrame_IsAFrame()
    {
        var buffer = new ReadOnlySequence<byte>(new byte[4]);
        Assert.True(FrameReader.TryRead(ref buffer, 0, out var frame));
        Assert.True(frame.IsEmpty);
    }

    // ZOOKEEPER-4281: a frame of exactly the limit was refused.
    [Fact]
    public void TryRead_ExactlyTheLimit_Passes()
    {
        var buffer = new ReadOnlySequence<byte>(TwoFrames);
        Assert.True(FrameReader.TryRead(ref buffer, 3, out var frame));
        Assert.Equal(3, frame.Length);
    }

    [Theory]
    [InlineData(4, 3)]
    [InlineData(FrameLength.DefaultLimit + 1, FrameLength.DefaultLimit)]
    [InlineData(int.MaxValue, FrameLength.DefaultLimit)]
    [InlineData(-1, FrameLength.DefaultLimit)]
    [InlineData(int.MinValue, FrameLength.DefaultLimit)]
    public void TryRead_BadLength_ThrowsBeforeTheContentIsThere(int length, int limit)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);

        var error = Assert.Throws<FrameLengthException>(() =>
        {
            var buffer = Segments.Scatter(bytes);
            FrameReader.TryRead(ref buffer, limit, out _);
        });
        Assert.Equal((length, limit), (error.Length, error.Limit));
        Assert.Contains($"{length} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{limit}", error.Message, StringComparison.Ordinal);

        Assert.Throws<FrameLengthException>(() =>
        {
            ReadOnlySpan<byte> buffer = bytes;
            FrameReader.TryRead(ref buffer, limit, out _);
        });
    }

    private static void AssertTwoFrames(ReadOnlySequence<byte> buffer)
    {
        Assert.True(FrameReader.TryRead(ref buffer, 3, out var first));
        Assert.True(FrameReader.TryRead(ref buffer, 3, out var second));
        using var firstContent = new FrameContent(first);
        using var secondContent = new FrameContent(second);
        Assert.Equal([1, 2, 3], firstContent.Span.ToArray());
        Assert.Equal([9], secondContent.Span.ToArray());
        Assert.True(buffer.IsEmpty);
    }
}
