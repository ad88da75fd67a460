using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>As <see cref="SetWatches"/>, with persistent watches, which are only added again and never fire for the past. Needs ZooKeeper 3.6.</summary>
/// <remarks>
/// <code>
/// relativeZxid                long               8
/// dataWatches                 vector of ustring  4 + each 4 + n
/// existWatches                vector of ustring  4 + each 4 + n
/// childWatches                vector of ustring  4 + each 4 + n
/// persistentWatches           vector of ustring  4 + each 4 + n
/// persistentRecursiveWatches  vector of ustring  4 + each 4 + n
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>SetWatches2</c>.
/// </remarks>
/// <param name="RelativeZxid">The last transaction that the client has seen.</param>
/// <param name="DataWatches">Paths watched for data.</param>
/// <param name="ExistWatches">Paths watched for creation.</param>
/// <param name="ChildWatches">Paths watched for children.</param>
/// <param name="PersistentWatches">Paths with a persistent watch.</param>
/// <param name="PersistentRecursiveWatches">Paths with a persistent recursive watch.</param>
public readonly record struct SetWatches2(
    Zxid RelativeZxid,
    IReadOnlyList<string> DataWatches,
    IReadOnlyList<string> ExistWatches,
    IReadOnlyList<string> ChildWatches,
    IReadOnlyList<string> PersistentWatches,
    IReadOnlyList<string> PersistentRecursiveWatches) : IJuteRecord<SetWatches2>
{
    /// <inheritdoc/>
    public static SetWatches2 Read(ref JuteReader reader) =>
        new(
            new Zxid(reader.ReadLong("relativeZxid")),
            reader.ReadStrings("dataWatches"),
            reader.ReadStrings("existWatches"),
            reader.ReadStrings("childWatches"),
            reader.ReadStrings("persistentWatches"),
            reader.ReadStrings("persistentRecursiveWatches"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteLong(RelativeZxid.Value);
        writer.WriteStrings(DataWatches);
        writer.WriteStrings(ExistWatches);
        writer.WriteStrings(ChildWatches);
        writer.WriteStrings(PersistentWatches);
        writer.WriteStrings(PersistentRecursiveWatches);
    }
}
