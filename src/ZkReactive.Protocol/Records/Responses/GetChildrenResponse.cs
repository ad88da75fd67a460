using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to getChildren.</summary>
/// <remarks>
/// <code>
/// children  vector of ustring  4 + each 4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>GetChildrenResponse</c>.
/// </remarks>
/// <param name="Children">The names, in no order.</param>
public readonly record struct GetChildrenResponse(IReadOnlyList<string> Children) : IJuteRecord<GetChildrenResponse>
{
    /// <inheritdoc/>
    public static GetChildrenResponse Read(ref JuteReader reader) =>
        new(reader.ReadStrings("children"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer) => writer.WriteStrings(Children);
}
