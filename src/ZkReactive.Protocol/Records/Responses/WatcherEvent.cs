using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>A watch fired; body of xid -1.</summary>
/// <remarks>
/// <code>
/// type   int      4
/// state  int      4
/// path   ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>WatcherEvent</c>.
/// </remarks>
/// <param name="Type">What happened.</param>
/// <param name="State">The connection as the server sees it.</param>
/// <param name="Path">The node it happened to.</param>
public readonly record struct WatcherEvent(WatchEventType Type, KeeperState State, string Path) : IJuteRecord<WatcherEvent>
{
    /// <inheritdoc/>
    public static WatcherEvent Read(ref JuteReader reader) =>
        new(
            (WatchEventType)reader.ReadInt("type"),
            (KeeperState)reader.ReadInt("state"),
            reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteInt((int)Type);
        writer.WriteInt((int)State);
        writer.WriteString(Path);
    }
}
