using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Fails unless the node has this data version; part of a multi.</summary>
/// <remarks>
/// <code>
/// path     ustring  4 + n
/// version  int      4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>CheckVersionRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Version">The data version expected, -1 for any.</param>
public readonly record struct CheckVersionRequest(string Path, int Version) : IJuteRecord<CheckVersionRequest>
{
    /// <inheritdoc/>
    public static CheckVersionRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), reader.ReadInt("version"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt(Version);
    }
}
