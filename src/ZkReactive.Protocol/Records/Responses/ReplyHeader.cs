using System.Buffers.Binary;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Starts every message of the server but the connect response. A body follows only when the error is 0.</summary>
/// <remarks>
/// <code>
/// xid   int   4
/// zxid  long  8
/// err   int   4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ReplyHeader</c>.
/// </remarks>
/// <param name="Xid">The request answered; -1 for a watch event.</param>
/// <param name="Zxid">The last transaction that the server had applied; of a watch event the one that fired it, from 3.9 servers only (-1 before).</param>
/// <param name="Error">How it went.</param>
public readonly record struct ReplyHeader(int Xid, Zxid Zxid, ErrorCode Error) : IJuteRecord<ReplyHeader>
{
    /// <summary>Bytes it takes.</summary>
    public const int Size = 16;

    /// <inheritdoc/>
    public static ReplyHeader Read(ref JuteReader reader)
    {
        var run = reader.ReadFixed(Size, "reply header");
        return new(
            BinaryPrimitives.ReadInt32BigEndian(run),
            new Zxid(BinaryPrimitives.ReadInt64BigEndian(run[4..])),
            (ErrorCode)BinaryPrimitives.ReadInt32BigEndian(run[12..]));
    }

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        var run = writer.WriteFixed(Size);
        BinaryPrimitives.WriteInt32BigEndian(run, Xid);
        BinaryPrimitives.WriteInt64BigEndian(run[4..], Zxid.Value);
        BinaryPrimitives.WriteInt32BigEndian(run[12..], (int)Error);
    }
}
