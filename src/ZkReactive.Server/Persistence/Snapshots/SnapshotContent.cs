using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Snapshots;

/// <summary>What a snapshot holds.</summary>
/// <param name="Tree">The tree. Where it was written while the tree changed, parts are later than others.</param>
/// <param name="Sessions">The live sessions and their time-outs in milliseconds.</param>
internal sealed record SnapshotContent(DataTree Tree, Dictionary<long, int> Sessions);
