using System.Buffers;
using ZkReactive.Protocol.Framing;

namespace ZkReactive.Protocol.Tests.Framing;

public class FrameContentTests
{
    [Fact]
    public void Span_OneSegment_IsAViewOfIt()
    {
        byte[] bytes = [1, 2, 3];
        using var content = new FrameContent(new ReadOnlySequence<byte>(bytes));
        Assert.True(content.Span.Overlaps(bytes));
    }

    [Fact]
    public void CreateReader_ManySegments_ReadsThroughThem()
    {
        using var content = new FrameContent(Segments.Scatter([0, 0, 0, 1, 0x61]));
        var reader = content.CreateReader();
        Assert.Equal("a", reader.ReadString());
        reader.EnsureEnd();
    }

    [Fact]
    public void Dispose_Twice_IsHarmless()
    {
        var content = new FrameContent(Segments.Scatter([1, 2]));
        content.Dispose();
        content.Dispose();
        Assert.True(content.Span.IsEmpty);
    }
}
