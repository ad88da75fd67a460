using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>One step of a SASL exchange by the client; the reply's body is a <see cref="SetSaslResponse"/>.</summary>
/// <remarks>
/// <code>
/// token  buffer  4 + n; null = length -1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetSASLRequest</c>.
/// </remarks>
/// <param name="Token">The client's token.</param>
public readonly record struct GetSaslRequest(ReadOnlyMemory<byte>? Token) : IJuteRecord<GetSaslRequest>
{
    /// <inheritdoc/>
    public static GetSaslRequest Read(ref JuteReader reader) =>
        new(reader.ReadMemory("token"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteMemory(Token);
}
