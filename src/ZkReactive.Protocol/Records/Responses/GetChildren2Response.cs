using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getChildren2.</summary>
/// <remarks>
/// <code>
/// children  vector of ustring  4 + each 4 + n
/// stat      Stat               68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetChildren2Response</c>.
/// </remarks>
/// <param name="Children">The names, in no order.</param>
/// <param name="Stat">The stat of the parent.</param>
public readonly record struct GetChildren2Response(IReadOnlyList<string> Children, Stat Stat) : IJuteRecord<GetChildren2Response>
{
    /// <inheritdoc/>
    public static GetChildren2Response Read(ref JuteReader reader) =>
        new(reader.ReadStrings("children"), Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteStrings(Children);
        Stat.Write(ref writer);
    }
}
