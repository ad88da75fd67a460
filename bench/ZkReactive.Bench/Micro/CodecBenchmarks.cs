using BenchmarkDotNet.Attributes;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Bench.Micro;

/// <summary>What one request costs to write and one reply to read, without a socket.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks : IDisposable
{
    private readonly FrameBuffer _frames = new();
    private byte[] _reply = [];
    private byte[] _data = [];

    /// <summary>Bytes of data of the node.</summary>
    [Params(100, 1024)]
    public int Size { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _data = new byte[Size];
        using var frames = new FrameBuffer();
        frames.Append(new ReplyHeader(1, new Zxid(2), ErrorCode.Ok), new GetDataResponse(_data, default));
        _reply = frames.WrittenSpan[FrameLength.PrefixSize..].ToArray();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _frames.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public int WriteGetRequest()
    {
        _frames.Clear();
        _frames.Append(new RequestHeader(1, OpCode.GetData), new GetDataRequest("/app/business/config", true));
        return _frames.Length;
    }

    [Benchmark]
    public int WriteSetRequest()
    {
        _frames.Clear();
        _frames.Append(new RequestHeader(1, OpCode.SetData), new SetDataRequest("/app/business/config", _data, -1));
        return _frames.Length;
    }

    [Benchmark]
    public byte[]? ReadGetReply()
    {
        var reader = new JuteReader(_reply);
        _ = ReplyHeader.Read(ref reader);
        return GetDataResponse.Read(ref reader).Data;
    }
}
