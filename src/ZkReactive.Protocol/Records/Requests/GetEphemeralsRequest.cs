using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks for the paths of this session's ephemeral nodes.</summary>
/// <remarks>
/// <code>
/// prefixPath  ustring  4 + n; null = length -1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetEphemeralsRequest</c>.
/// </remarks>
/// <param name="PrefixPath">Only paths that start so; null, empty or <c>/</c> for all.</param>
public readonly record struct GetEphemeralsRequest(string? PrefixPath) : IJuteRecord<GetEphemeralsRequest>
{
    /// <inheritdoc/>
    public static GetEphemeralsRequest Read(ref JuteReader reader) =>
        new(reader.ReadNullableString("prefixPath"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(PrefixPath);
}
