using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to sync.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SyncResponse</c>.
/// </remarks>
/// <param name="Path">The path of the request.</param>
public readonly record struct SyncResponse(string Path) : IJuteRecord<SyncResponse>
{
    /// <inheritdoc/>
    public static SyncResponse Read(ref JuteReader reader) =>
        new(reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(Path);
}
