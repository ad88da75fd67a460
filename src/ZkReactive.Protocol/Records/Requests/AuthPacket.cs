using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Presents credentials, for instance of scheme <c>digest</c>. Sent with xid -4; the reply is a header only.</summary>
/// <remarks>
/// <code>
/// type    int      4
/// scheme  ustring  4 + n
/// auth    buffer   4 + n; null = length -1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>AuthPacket</c>.
/// </remarks>
/// <param name="Type">Not used by servers; clients send 0.</param>
/// <param name="Scheme">The authentication scheme.</param>
/// <param name="Auth">The credentials, as the scheme wants them.</param>
public readonly record struct AuthPacket(int Type, string Scheme, ReadOnlyMemory<byte>? Auth) : IJuteRecord<AuthPacket>
{
    /// <inheritdoc/>
    public static AuthPacket Read(ref JuteReader reader) =>
        new(reader.ReadInt("type"), reader.ReadString("scheme"), reader.ReadMemory("auth"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt(Type);
        writer.WriteString(Scheme);
        writer.WriteMemory(Auth);
    }
}
