using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Replaces the ACL.</summary>
/// <remarks>
/// <code>
/// path     ustring        4 + n
/// acl      vector of ACL  4 + each ACL
/// version  int            4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetACLRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Acls">Who may do what; the server refuses an empty list.</param>
/// <param name="Version">The ACL version expected, -1 for any.</param>
public readonly record struct SetAclRequest(string Path, IReadOnlyList<Acl> Acls, int Version) : IJuteRecord<SetAclRequest>
{
    /// <inheritdoc/>
    public static SetAclRequest Read(ref JuteReader reader) =>
        new(
            reader.ReadString("path"),
            reader.ReadVector<Acl>(Acl.MinimumSize, "acl"),
            reader.ReadInt("version"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteVector(Acls);
        writer.WriteInt(Version);
    }
}
