using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>The first message of a connection, without a header: opens a session or takes one up again.</summary>
/// <remarks>
/// <code>
/// protocolVersion  int      4
/// lastZxidSeen     long     8
/// timeOut          int      4
/// sessionId        long     8
/// passwd           buffer   4 + n; null = length -1
/// readOnly         boolean  1; left out by some old clients
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ConnectRequest</c>, and
/// ZK:zookeeper-server/src/main/java/org/apache/zookeeper/compat/ProtocolManager.java for the last field.
/// </remarks>
/// <param name="ProtocolVersion">0.</param>
/// <param name="LastZxidSeen">The last transaction the client has seen; a server that is behind it refuses the client.</param>
/// <param name="TimeoutMilliseconds">The session timeout asked for.</param>
/// <param name="SessionId">The session to take up again, or none.</param>
/// <param name="Password">The session's password, 16 bytes; zeros for a new session.</param>
/// <param name="ReadOnly">Whether a server without quorum will do; null leaves the field out.</param>
public readonly record struct ConnectRequest(
    int ProtocolVersion,
    Zxid LastZxidSeen,
    int TimeoutMilliseconds,
    SessionId SessionId,
    byte[]? Password,
    bool? ReadOnly) : IJuteRecord<ConnectRequest>
{
    /// <inheritdoc/>
    public static ConnectRequest Read(ref JuteReader reader) =>
        new(
            reader.ReadInt("protocolVersion"),
            new Zxid(reader.ReadLong("lastZxidSeen")),
            reader.ReadInt("timeOut"),
            new SessionId(reader.ReadLong("sessionId")),
            reader.ReadBytes("passwd"),
            reader.Remaining == 0 ? null : reader.ReadBool("readOnly"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt(ProtocolVersion);
        writer.WriteLong(LastZxidSeen.Value);
        writer.WriteInt(TimeoutMilliseconds);
        writer.WriteLong(SessionId.Value);
        writer.WriteBytes(Password);
        if (ReadOnly is { } readOnly) writer.WriteBool(readOnly);
    }
}
