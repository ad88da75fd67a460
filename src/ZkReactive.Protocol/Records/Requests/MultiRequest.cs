using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Several operations in one: body of multi (all or nothing) and multiRead.</summary>
/// <remarks>
/// <code>
/// for each: MultiHeader  9
///           body         by its type
/// end:      MultiHeader  9; type -1, done, err -1
/// </code>
/// Source: ZK:zookeeper-server/src/main/java/org/apache/zookeeper/MultiOperationRecord.java.
/// </remarks>
/// <param name="Operations">The parts, in order.</param>
public readonly record struct MultiRequest(IReadOnlyList<MultiOperation> Operations) : IJuteRecord<MultiRequest>
{
    /// <inheritdoc/>
    public static MultiRequest Read(ref JuteReader reader)
    {
        var parts = new List<MultiOperation>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            parts.Add(MultiOperation.ReadBody(header.OpCode, ref reader));
        }

        return new(parts);
    }

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        foreach (var part in Operations) part.Write(ref writer);
        MultiHeader.End.Write(ref writer);
    }
}
