using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Removes this session's watches of a kind.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// type  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>RemoveWatchesRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Type">Which kind.</param>
public readonly record struct RemoveWatchesRequest(string Path, WatcherType Type) : IJuteRecord<RemoveWatchesRequest>
{
    /// <inheritdoc/>
    public static RemoveWatchesRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), (WatcherType)reader.ReadInt("type"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt((int)Type);
    }
}
