using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to exists for a node that is there.</summary>
/// <remarks>
/// <code>
/// stat  Stat  68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ExistsResponse</c>.
/// </remarks>
/// <param name="Stat">The node's stat.</param>
public readonly record struct ExistsResponse(Stat Stat) : IJuteRecord<ExistsResponse>
{
    /// <inheritdoc/>
    public static ExistsResponse Read(ref JuteReader reader) =>
        new(Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => Stat.Write(ref writer);
}
