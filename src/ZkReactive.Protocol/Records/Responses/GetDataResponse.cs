using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getData.</summary>
/// <remarks>
/// <code>
/// data  buffer  4 + n; null = length -1
/// stat  Stat    68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetDataResponse</c>.
/// </remarks>
/// <param name="Data">The data; null when the node was created with null.</param>
/// <param name="Stat">The node's stat.</param>
public readonly record struct GetDataResponse(byte[]? Data, Stat Stat) : IJuteRecord<GetDataResponse>
{
    /// <inheritdoc/>
    public static GetDataResponse Read(ref JuteReader reader) =>
        new(reader.ReadBytes("data"), Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteBytes(Data);
        Stat.Write(ref writer);
    }
}
