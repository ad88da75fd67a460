using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Adds a persistent watch; the reply's body is an <see cref="ErrorResponse"/>. Needs ZooKeeper 3.6.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// mode  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>AddWatchRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Mode">One node or the tree below it too.</param>
public readonly record struct AddWatchRequest(string Path, WatchMode Mode) : IJuteRecord<AddWatchRequest>
{
    /// <inheritdoc/>
    public static AddWatchRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), (WatchMode)reader.ReadInt("mode"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt((int)Mode);
    }
}
