using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getAllChildrenNumber.</summary>
/// <remarks>
/// <code>
/// totalNumber  int  4
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetAllChildrenNumberResponse</c>.
/// </remarks>
/// <param name="TotalNumber">How many nodes lie below, the node itself not counted.</param>
public readonly record struct GetAllChildrenNumberResponse(int TotalNumber) : IJuteRecord<GetAllChildrenNumberResponse>
{
    /// <inheritdoc/>
    public static GetAllChildrenNumberResponse Read(ref JuteReader reader) =>
        new(reader.ReadInt("totalNumber"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteInt(TotalNumber);
}
