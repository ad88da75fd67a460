using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>One step of a SASL exchange by the server.</summary>
/// <remarks>
/// <code>
/// token  buffer  4 + n; null = length -1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetSASLResponse</c>.
/// </remarks>
/// <param name="Token">The server's token.</param>
public readonly record struct SetSaslResponse(byte[]? Token) : IJuteRecord<SetSaslResponse>
{
    /// <inheritdoc/>
    public static SetSaslResponse Read(ref JuteReader reader) =>
        new(reader.ReadBytes("token"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteBytes(Token);
}
