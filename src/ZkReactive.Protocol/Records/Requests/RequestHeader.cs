using System.Buffers.Binary;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Starts every request but the connect request.</summary>
/// <remarks>
/// <code>
/// xid   int  4
/// type  int  4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>RequestHeader</c>.
/// </remarks>
/// <param name="Xid">Pairs the reply with the request: see <see cref="Framing.Xids"/>.</param>
/// <param name="OpCode">What is asked for.</param>
public readonly record struct RequestHeader(int Xid, OpCode OpCode) : IJuteRecord<RequestHeader>
{
    /// <summary>Bytes it takes.</summary>
    public const int Size = 8;

    /// <inheritdoc/>
    public static RequestHeader Read(ref JuteReader reader)
    {
        var run = reader.ReadFixed(Size, "request header");
        return new(BinaryPrimitives.ReadInt32BigEndian(run), (OpCode)BinaryPrimitives.ReadInt32BigEndian(run[4..]));
    }

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        var run = writer.WriteFixed(Size);
        BinaryPrimitives.WriteInt32BigEndian(run, Xid);
        BinaryPrimitives.WriteInt32BigEndian(run[4..], (int)OpCode);
    }
}
