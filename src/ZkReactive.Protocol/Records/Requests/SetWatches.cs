using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Arms one-shot watches again after a reconnect; those whose node changed since fire at once. Sent with xid -8; the reply is a header only.</summary>
/// <remarks>
/// <code>
/// relativeZxid  long               8
/// dataWatches   vector of ustring  4 + each 4 + n
/// existWatches  vector of ustring  4 + each 4 + n
/// childWatches  vector of ustring  4 + each 4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetWatches</c>.
/// </remarks>
/// <param name="RelativeZxid">The last transaction that the client has seen.</param>
/// <param name="DataWatches">Paths watched for data.</param>
/// <param name="ExistWatches">Paths watched for creation.</param>
/// <param name="ChildWatches">Paths watched for children.</param>
public readonly record struct SetWatches(
    Zxid RelativeZxid,
    IReadOnlyList<string> DataWatches,
    IReadOnlyList<string> ExistWatches,
    IReadOnlyList<string> ChildWatches) : IJuteRecord<SetWatches>
{
    /// <inheritdoc/>
    public static SetWatches Read(ref JuteReader reader) =>
        new(
            new Zxid(reader.ReadLong("relativeZxid")),
            reader.ReadStrings("dataWatches"),
            reader.ReadStrings("existWatches"),
            reader.ReadStrings("childWatches"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteLong(RelativeZxid.Value);
        writer.WriteStrings(DataWatches);
        writer.WriteStrings(ExistWatches);
        writer.WriteStrings(ChildWatches);
    }
}
