using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Asks for the ACL.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetACLRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
public readonly record struct GetAclRequest(string Path) : IJuteRecord<GetAclRequest>
{
    /// <inheritdoc/>
    public static GetAclRequest Read(ref JuteReader reader) =>
        new(reader.ReadString("path"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteString(Path);
}
