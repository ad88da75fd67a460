using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Creates a node with a time to live: body of createTTL.</summary>
/// <remarks>
/// <code>
/// path   ustring        4 + n
/// data   buffer         4 + n; null = length -1
/// acl    vector of ACL  4 + each ACL
/// flags  int            4
/// ttl    long           8
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>CreateTTLRequest</c>.
/// </remarks>
/// <param name="Path">The node's path as the server knows it, chroot included.</param>
/// <param name="Data">The data; null is stored as null, not as empty.</param>
/// <param name="Acls">Who may do what; the server refuses an empty list.</param>
/// <param name="Mode">One of the modes with a time to live.</param>
/// <param name="TtlMilliseconds">The time to live in milliseconds, 1 to 2^40 - 1.</param>
public readonly record struct CreateTtlRequest(
    string Path,
    ReadOnlyMemory<byte>? Data,
    IReadOnlyList<Acl> Acls,
    CreateMode Mode,
    long TtlMilliseconds) : IJuteRecord<CreateTtlRequest>
{
    /// <inheritdoc/>
    public static CreateTtlRequest Read(ref JuteReader reader) =>
        new(
            reader.ReadString("path"),
            reader.ReadMemory("data"),
            reader.ReadVector<Acl>(Acl.MinimumSize, "acl"),
            (CreateMode)reader.ReadInt("flags"),
            reader.ReadLong("ttl"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteMemory(Data);
        writer.WriteVector(Acls);
        writer.WriteInt((int)Mode);
        writer.WriteLong(TtlMilliseconds);
    }
}
