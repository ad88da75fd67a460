using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Stands before each part of a multi's request and reply, and ends them.</summary>
/// <remarks>
/// <code>
/// type  int      4
/// done  boolean  1
/// err   int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>MultiHeader</c>.
/// </remarks>
/// <param name="OpCode">What follows; <see cref="OpCode.Error"/> for a failed part.</param>
/// <param name="Done">Whether this is the end: nothing follows.</param>
/// <param name="Error">-1 in requests and at the end, else how the part went.</param>
public readonly record struct MultiHeader(OpCode OpCode, bool Done, ErrorCode Error) : IJuteRecord<MultiHeader>
{
    /// <summary>Bytes it takes.</summary>
    public const int Size = 9;

    /// <summary>The one that ends a multi.</summary>
    public static readonly MultiHeader End = new((OpCode)(-1), true, (ErrorCode)(-1));

    /// <summary>The one before a part of a request.</summary>
    public static MultiHeader OfRequest(OpCode opCode) => new(opCode, false, (ErrorCode)(-1));

    /// <summary>The one before a part of a reply.</summary>
    public static MultiHeader OfReply(OpCode opCode, ErrorCode error) => new(opCode, false, error);

    /// <inheritdoc/>
    public static MultiHeader Read(ref JuteReader reader) =>
        new((OpCode)reader.ReadInt("type"), reader.ReadBool("done"), (ErrorCode)reader.ReadInt("err"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt((int)OpCode);
        writer.WriteBool(Done);
        writer.WriteInt((int)Error);
    }
}
