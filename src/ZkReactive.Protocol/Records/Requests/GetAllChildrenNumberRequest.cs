using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks how many nodes lie below a path, at any depth.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetAllChildrenNumberRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
public readonly record struct GetAllChildrenNumberRequest(string Path) : IJuteRecord<GetAllChildrenNumberRequest>
{
    /// <inheritdoc/>
    public static GetAllChildrenNumberRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(Path);
}
