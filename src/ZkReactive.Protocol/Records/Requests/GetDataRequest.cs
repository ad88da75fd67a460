using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks for data and stat.</summary>
/// <remarks>
/// <code>
/// path   ustring  4 + n
/// watch  boolean  1
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetDataRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Watch">Whether to leave a one-shot watch.</param>
public readonly record struct GetDataRequest(string Path, bool Watch) : IJuteRecord<GetDataRequest>
{
    /// <inheritdoc/>
    public static GetDataRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), reader.ReadBool("watch"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteBool(Watch);
    }
}
