using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>A policy as it stands in ZooKeeper, good or bad.</summary>
/// <param name="Kind">By its parent.</param>
/// <param name="Name">Its node's name.</param>
/// <param name="Path">Its node.</param>
/// <param name="Data">Its XML.</param>
/// <param name="Stat">Its stat.</param>
public sealed record PolicyMember(PolicyKind Kind, string Name, ZkPath Path, ReadOnlyMemory<byte> Data, Stat Stat)
{
    /// <summary>As the compiler takes it.</summary>
    public PolicySource Source => new(Name, Data, Kind);
}
