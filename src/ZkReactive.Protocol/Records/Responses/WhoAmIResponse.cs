using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to whoAmI.</summary>
/// <remarks>
/// <code>
/// clientInfo  vector of ClientInfo  4 + each ClientInfo
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>WhoAmIResponse</c>.
/// </remarks>
/// <param name="Identities">Who the server takes this session for.</param>
public readonly record struct WhoAmIResponse(IReadOnlyList<ClientInfo> Identities) : IJuteRecord<WhoAmIResponse>
{
    /// <inheritdoc/>
    public static WhoAmIResponse Read(ref JuteReader reader) =>
        new(reader.ReadVector<ClientInfo>(ClientInfo.MinimumSize, "clientInfo"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteVector(Identities);
}
