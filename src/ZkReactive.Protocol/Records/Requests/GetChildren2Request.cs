using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks for the names of the children and the stat of the parent.</summary>
/// <remarks>
/// <code>
/// path   ustring  4 + n
/// watch  boolean  1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetChildren2Request</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Watch">Whether to leave a one-shot watch.</param>
public readonly record struct GetChildren2Request(string Path, bool Watch) : IJuteRecord<GetChildren2Request>
{
    /// <inheritdoc/>
    public static GetChildren2Request Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), reader.ReadBool("watch"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBool(Watch);
    }
}
