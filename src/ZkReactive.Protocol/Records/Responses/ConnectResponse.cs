using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>The server's answer to a <see cref="ConnectRequest"/>, without a header.</summary>
/// <remarks>
/// <code>
/// protocolVersion  int      4
/// timeOut          int      4
/// sessionId        long     8
/// passwd           buffer   4 + n; null = length -1
/// readOnly         boolean  1; left out by some old servers, and towards clients that left it out
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ConnectResponse</c>, and
/// ZK:zookeeper-server/src/main/java/org/apache/zookeeper/compat/ProtocolManager.java for the last field.
/// </remarks>
/// <param name="ProtocolVersion">0.</param>
/// <param name="TimeoutMilliseconds">The session timeout granted; 0 or less says that the session has expired.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Password">The password to take it up again with, 16 bytes.</param>
/// <param name="ReadOnly">Whether the server is cut off from its quorum; null when it left the field out.</param>
public readonly record struct ConnectResponse(
    int ProtocolVersion,
    int TimeoutMilliseconds,
    SessionId SessionId,
    byte[]? Password,
    bool? ReadOnly) : IJuteRecord<ConnectResponse>
{
    /// <inheritdoc/>
    public static ConnectResponse Read(ref JuteReader reader) =>
        new(
            reader.ReadInt("protocolVersion"),
            reader.ReadInt("timeOut"),
            new SessionId(reader.ReadLong("sessionId")),
            reader.ReadBytes("passwd"),
            reader.Remaining == 0 ? null : reader.ReadBool("readOnly"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteInt(TimeoutMilliseconds);
        writer.WriteLong(SessionId.Value);
        writer.WriteBytes(Password);
        if (ReadOnly is { } readOnly) writer.WriteBool(readOnly);
    }
}
