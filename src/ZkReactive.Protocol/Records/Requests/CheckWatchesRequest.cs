using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks whether this session has a watch of a kind.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// type  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>CheckWatchesRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Type">Which kind.</param>
public readonly record struct CheckWatchesRequest(string Path, WatcherType Type) : IJuteRecord<CheckWatchesRequest>
{
    /// <inheritdoc/>
    public static CheckWatchesRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), (WatcherType)reader.ReadInt("type"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt((int)Type);
    }
}
