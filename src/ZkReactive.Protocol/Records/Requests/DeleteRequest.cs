using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Deletes a node without children.</summary>
/// <remarks>
/// <code>
/// path     ustring  4 + n
/// version  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>DeleteRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Version">The data version expected, -1 for any.</param>
public readonly record struct DeleteRequest(string Path, int Version) : IJuteRecord<DeleteRequest>
{
    /// <inheritdoc/>
    public static DeleteRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), reader.ReadInt("version"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt(Version);
    }
}
