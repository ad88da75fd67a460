using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>An error code alone: a failed part of a multi, and the reply to addWatch.</summary>
/// <remarks>
/// <code>
/// err  int  4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ErrorResponse</c>.
/// </remarks>
/// <param name="Error">The code.</param>
public readonly record struct ErrorResponse(ErrorCode Error) : IJuteRecord<ErrorResponse>
{
    /// <inheritdoc/>
    public static ErrorResponse Read(ref JuteReader reader) =>
        new((ErrorCode)reader.ReadInt("err"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteInt((int)Error);
}
