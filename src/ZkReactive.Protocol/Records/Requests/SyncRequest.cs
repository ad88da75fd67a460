using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks the server to catch up with its leader before it answers.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SyncRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
public readonly record struct SyncRequest(string Path) : IJuteRecord<SyncRequest>
{
    /// <inheritdoc/>
    public static SyncRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(Path);
}
