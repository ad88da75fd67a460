using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to create.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>CreateResponse</c>.
/// </remarks>
/// <param name="Path">The path made, with its counter if sequential.</param>
public readonly record struct CreateResponse(string Path) : IJuteRecord<CreateResponse>
{
    /// <inheritdoc/>
    public static CreateResponse Read(ref JuteReader reader) =>
        new(reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(Path);
}
