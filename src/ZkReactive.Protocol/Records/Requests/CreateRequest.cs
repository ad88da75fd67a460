using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Creates a node: body of create, create2 and createContainer.</summary>
/// <remarks>
/// <code>
/// path   ustring        4 + n
/// data   buffer         4 + n; null = length -1
/// acl    vector of ACL  4 + each ACL
/// flags  int            4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>CreateRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Data">The data; null is stored as null, not as empty.</param>
/// <param name="Acls">Who may do what; the server refuses an empty list.</param>
/// <param name="Mode">What kind of node.</param>
public readonly record struct CreateRequest(
    string Path,
    ReadOnlyMemory<byte>? Data,
    IReadOnlyList<Acl> Acls,
    CreateMode Mode) : IJuteRecord<CreateRequest>
{
    /// <inheritdoc/>
    public static CreateRequest Read(ref JuteReader reader) =>
        new(
            reader.ReadString("path"),
            reader.ReadMemory("data"),
            reader.ReadVector<Acl>(Acl.MinimumSize, "acl"),
            (CreateMode)reader.ReadInt("flags"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteMemory(Data);
        writer.WriteVector(Acls);
        writer.WriteInt((int)Mode);
    }
}
