using ZkReactive.Client.Errors;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Calls;

/// <summary>multiRead: data and children of several nodes, each with an outcome of its own. The result is the reply's length in bytes.</summary>
internal sealed class MultiReadCall : Call<int>
{
    public override OpCode OpCode => OpCode.MultiRead;

    public override string Operation => "MultiRead";

    /// <summary>The path below which the client lives.</summary>
    public required Chroot Chroot { get; init; }

    /// <summary>What to read.</summary>
    public required ArraySegment<ZkRead> Reads { get; init; }

    /// <summary>Where the outcomes go; as long as <see cref="Reads"/>.</summary>
    public required ArraySegment<ZkReadResult> Results { get; init; }

    /// <summary>The most bytes that one read of this path takes in a request.</summary>
    public static int RequestBytes(string serverPath) =>
        MultiHeader.Size + sizeof(int) + System.Text.Encoding.UTF8.GetMaxByteCount(serverPath.Length) + sizeof(bool);

    public override void WriteBody(ref JuteWriter writer)
    {
        foreach (var read in Reads)
        {
            var path = Chroot.Prepend(read.Path);
            if (read is ZkRead.Data)
            {
                MultiHeader.OfRequest(OpCode.GetData).Write(ref writer);
                new GetDataRequest(path, false).Write(ref writer);
            }
            else
            {
                MultiHeader.OfRequest(OpCode.GetChildren).Write(ref writer);
                new GetChildrenRequest(path, false).Write(ref writer);
            }
        }

        MultiHeader.End.Write(ref writer);
    }

    protected override int Read(in ReplyHeader header, ref JuteReader body)
    {
        var results = Results.AsSpan();
        var count = 0;
        for (var part = MultiHeader.Read(ref body); !part.Done; part = MultiHeader.Read(ref body))
        {
            if (count == results.Length) throw new JuteFormatException("results", body.Offset, $"{results.Length} results", "more");
            results[count] = ReadPart(Reads[count], part.OpCode, header.Zxid, ref body);
            count++;
        }

        if (count < results.Length) throw new JuteFormatException("results", body.Offset, $"{results.Length} results", $"{count}");
        return body.Offset;
    }

    private static ZkReadResult ReadPart(ZkRead read, OpCode opCode, Zxid zxid, ref JuteReader body)
    {
        switch (read, opCode)
        {
            case (ZkRead.Data, OpCode.GetData):
                var data = body.ReadBytes("data");
                return new ZkReadResult.Data(new ZkNode(read.Path, data, Stat.Read(ref body), zxid));
            case (ZkRead.Children, OpCode.GetChildren):
                return new ZkReadResult.Children(read.Path, body.ReadStrings("children"), zxid);
            case (_, OpCode.Error):
                var failed = new FailedOperation(read is ZkRead.Data ? "Get" : "GetChildren", read.Path);
                return new ZkReadResult.Failed(read.Path, ErrorTable.Create(ErrorResponse.Read(ref body).Error, zxid, failed), zxid);
            default:
                throw new JuteFormatException("type", body.Offset - MultiHeader.Size, $"the result of {read.GetType().Name}, or an error", $"{(int)opCode}");
        }
    }
}
