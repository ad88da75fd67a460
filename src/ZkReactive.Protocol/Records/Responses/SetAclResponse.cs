using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to setACL.</summary>
/// <remarks>
/// <code>
/// stat  Stat  68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetACLResponse</c>.
/// </remarks>
/// <param name="Stat">The node's stat.</param>
public readonly record struct SetAclResponse(Stat Stat) : IJuteRecord<SetAclResponse>
{
    /// <inheritdoc/>
    public static SetAclResponse Read(ref JuteReader reader) =>
        new(Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => Stat.Write(ref writer);
}
