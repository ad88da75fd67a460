using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getEphemerals.</summary>
/// <remarks>
/// <code>
/// ephemerals  vector of ustring  4 + each 4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetEphemeralsResponse</c>.
/// </remarks>
/// <param name="Ephemerals">The paths, in no order.</param>
public readonly record struct GetEphemeralsResponse(IReadOnlyList<string> Ephemerals) : IJuteRecord<GetEphemeralsResponse>
{
    /// <inheritdoc/>
    public static GetEphemeralsResponse Read(ref JuteReader reader) =>
        new(reader.ReadStrings("ephemerals"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteStrings(Ephemerals);
}
