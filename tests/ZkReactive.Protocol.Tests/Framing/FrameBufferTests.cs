using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Memory;

namespace ZkReactive.Protocol.Tests.Framing;

public class FrameBufferTests
{
    [Fact]
    public void Append_SeveralFrames_LieBackToBack()
    {
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(Xids.Ping, OpCode.Ping));
        buffer.Append(new RequestHeader(1, OpCode.Sync), new SyncRequest("/a"));
        Assert.Equal("00000008FFFFFFFE0000000B" + "0000000E0000000100000009000000022F61", Convert.ToHexString(buffer.WrittenSpan));
        Assert.Equal(buffer.WrittenMemory.ToArray(), buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Append_ManyFrames_SurviveGrowth()
    {
        using var buffer = new FrameBuffer();
        for (var i = 1; i <= 2000; i++) buffer.Append(new RequestHeader(i, OpCode.SetData), new SetDataRequest("/node", new byte[i], i));

        ReadOnlySpan<byte> rest = buffer.WrittenSpan;
        for (var i = 1; i <= 2000; i++)
        {
            Assert.True(FrameReader.TryRead(ref rest, FrameLength.DefaultLimit, out var frame));
            var reader = new JuteReader(frame);
            Assert.Equal(i, RequestHeader.Read(ref reader).Xid);
            Assert.Equal(i, SetDataRequest.Read(ref reader).Data!.Value.Length);
            reader.EnsureEnd();
        }

        Assert.True(rest.IsEmpty);
    }

    // RequestHeader 8, path 4 + 2, data 4 + n, version 4.
    [Fact]
    public void Append_ExactlyTheLimit_PassesAndOneMoreIsTakenBack()
    {
        using var buffer = new FrameBuffer(limit: 32);
        buffer.Append(new RequestHeader(1, OpCode.SetData), new SetDataRequest("/a", new byte[10], 0));
        Assert.Equal(36, buffer.Length);

        var error = Assert.Throws<FrameLengthException>(() =>
            buffer.Append(new RequestHeader(2, OpCode.SetData), new SetDataRequest("/a", new byte[11], 0)));
        Assert.Equal((33, 32), (error.Length, error.Limit));
        Assert.Equal(36, buffer.Length);
    }

    [Fact]
    public void Append_RecordThatThrows_LeavesEarlierFramesWhole()
    {
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(1, OpCode.Ping));
        var before = buffer.WrittenSpan.ToArray();

        Assert.Throws<InvalidOperationException>(() => buffer.Append(new RequestHeader(2, OpCode.GetData), default(Faulty)));
        Assert.Equal(before, buffer.WrittenSpan.ToArray());
    }

    [Fact]
    public void Truncate_ToTheStartOfAFrame_TakesItBack()
    {
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(1, OpCode.Ping));
        var start = buffer.BeginFrame();
        buffer.GetSpan(8)[..8].Fill(1);
        buffer.Advance(8);
        buffer.Truncate(start);
        Assert.Equal(12, buffer.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Truncate(13));
    }

    [Fact]
    public void Clear_LargeArray_GoesBackAndSmallOneStays()
    {
        using var buffer = new FrameBuffer(retain: 4096);
        Assert.Equal(0, buffer.Capacity);

        buffer.Append(new RequestHeader(1, OpCode.Ping));
        buffer.Clear();
        Assert.InRange(buffer.Capacity, 1, 4096);
        Assert.Equal(0, buffer.Length);

        buffer.Append(new RequestHeader(1, OpCode.SetData), new SetDataRequest("/a", new byte[100_000], 0));
        buffer.Clear();
        Assert.Equal(0, buffer.Capacity);

        buffer.Append(new RequestHeader(1, OpCode.Ping));
        Assert.Equal(12, buffer.Length);
    }

    [Fact]
    public void Append_WarmBuffer_TakesNoMemory()
    {
        using var buffer = new FrameBuffer();
        var data = new byte[100];
        Fill(buffer, data);

        Assert.Equal(0, Allocation.Least(() =>
        {
            buffer.Clear();
            Fill(buffer, data);
        }));
    }

    [Fact]
    public void Advance_BeyondWhatWasLent_Throws()
    {
        using var buffer = new FrameBuffer();
        var room = buffer.GetSpan(1).Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(room + 1));
    }

    private static void Fill(FrameBuffer buffer, byte[] data)
    {
        for (var i = 1; i <= 50; i++) buffer.Append(new RequestHeader(i, OpCode.SetData), new SetDataRequest("/app/node", data, -1));
    }

    private readonly record struct Faulty : IJuteRecord<Faulty>
    {
        public static Faulty Read(ref JuteReader reader) => default;

        public void Write(ref JuteWriter writer)
        {
            writer.WriteInt(1);
            throw new InvalidOperationException();
        }
    }
}
