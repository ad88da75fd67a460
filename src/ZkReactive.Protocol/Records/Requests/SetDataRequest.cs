using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Replaces the data.</summary>
/// <remarks>
/// <code>
/// path     ustring  4 + n
/// data     buffer   4 + n; null = length -1
/// version  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetDataRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Data">The data; null is stored as null, not as empty.</param>
/// <param name="Version">The data version expected, -1 for any.</param>
public readonly record struct SetDataRequest(string Path, ReadOnlyMemory<byte>? Data, int Version) : IJuteRecord<SetDataRequest>
{
    /// <inheritdoc/>
    public static SetDataRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), reader.ReadMemory("data"), reader.ReadInt("version"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteMemory(Data);
        writer.WriteInt(Version);
    }
}
