using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Reply to multi and multiRead, one result for each operation, in order. It comes with error 0 in the header even when the multi failed.</summary>
/// <remarks>
/// <code>
/// for each: MultiHeader  9
///           body         by its type
/// end:      MultiHeader  9; type -1, done, err -1
/// </code>
/// Source: ZK:zookeeper-server/src/main/java/org/apache/zookeeper/MultiResponse.java.
/// </remarks>
/// <param name="Results">The parts, in order.</param>
public readonly record struct MultiResponse(IReadOnlyList<MultiResult> Results) : IJuteRecord<MultiResponse>
{
    /// <inheritdoc/>
    public static MultiResponse Read(ref JuteReader reader)
    {
        var parts = new List<MultiResult>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            parts.Add(MultiResult.ReadBody(header.OpCode, ref reader));
        }

        return new(parts);
    }

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        foreach (var part in Results) part.Write(ref writer);
        MultiHeader.End.Write(ref writer);
    }
}
