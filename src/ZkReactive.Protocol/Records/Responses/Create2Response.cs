using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to create2, createContainer and createTTL.</summary>
/// <remarks>
/// <code>
/// path  ustring  4 + n
/// stat  Stat     68
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>Create2Response</c>.
/// </remarks>
/// <param name="Path">The path made, with its counter if sequential.</param>
/// <param name="Stat">The node's stat.</param>
public readonly record struct Create2Response(string Path, Stat Stat) : IJuteRecord<Create2Response>
{
    /// <inheritdoc/>
    public static Create2Response Read(ref JuteReader reader) =>
        new(reader.ReadString("path"), Stat.Read(ref reader));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(Path);
        Stat.Write(ref writer);
    }
}
