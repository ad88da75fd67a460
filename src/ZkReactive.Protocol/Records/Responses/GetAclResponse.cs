using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getACL.</summary>
/// <remarks>
/// <code>
/// acl   vector of ACL  4 + each ACL
/// stat  Stat           68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetACLResponse</c>.
/// </remarks>
/// <param name="Acls">Who may do what.</param>
/// <param name="Stat">The node's stat.</param>
public readonly record struct GetAclResponse(IReadOnlyList<Acl> Acls, Stat Stat) : IJuteRecord<GetAclResponse>
{
    /// <inheritdoc/>
    public static GetAclResponse Read(ref JuteReader reader) =>
        new(reader.ReadVector<Acl>(Acl.MinimumSize, "acl"), Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteVector(Acls);
        Stat.Write(ref writer);
    }
}
