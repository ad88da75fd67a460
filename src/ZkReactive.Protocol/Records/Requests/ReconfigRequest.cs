using ZkReactive.Protocol.Jute;

namespace ZkReactive.Protocol.Records;

/// <summary>Changes the members of the ensemble; the reply's body is a <see cref="GetDataResponse"/> with the new configuration.</summary>
/// <remarks>
/// <code>
/// joiningServers  ustring  4 + n; null = length -1
/// leavingServers  ustring  4 + n; null = length -1
/// newMembers      ustring  4 + n; null = length -1
/// curConfigId     long     8
/// </code>
/// Source: ZK:zookeeper-jute/src/main/resources/zookeeper.jute, record <c>ReconfigRequest</c>.
/// </remarks>
/// <param name="JoiningServers">Servers to add, comma-separated; null for none.</param>
/// <param name="LeavingServers">Ids of servers to remove, comma-separated; null for none.</param>
/// <param name="NewMembers">All members, instead of the two before; null for none.</param>
/// <param name="ConfigId">The version of the configuration expected, -1 for any.</param>
public readonly record struct ReconfigRequest(
    string? JoiningServers,
    string? LeavingServers,
    string? NewMembers,
    long ConfigId) : IJuteRecord<ReconfigRequest>
{
    /// <inheritdoc/>
    public static ReconfigRequest Read(ref JuteReader reader) =>
        new(
            reader.ReadNullableString("joiningServers"),
            reader.ReadNullableString("leavingServers"),
            reader.ReadNullableString("newMembers"),
            reader.ReadLong("curConfigId"));

    /// <inheritdoc/>
    public void Write(ref JuteWriter writer)
    {
        writer.WriteString(JoiningServers);
        writer.WriteString(LeavingServers);
        writer.WriteString(NewMembers);
        writer.WriteLong(ConfigId);
    }
}
