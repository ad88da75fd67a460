namespace ZkReactive.Pipelines.Deploy.Status;

/// <summary>Two statuses are equal when they say the same, lists compared by their elements.</summary>
internal sealed class DeployStatusComparer : IEqualityComparer<DeployStatus>
{
    internal static readonly DeployStatusComparer Instance = new();

    public bool Equals(DeployStatus? x, DeployStatus? y) =>
        ReferenceEquals(x, y)
        || (x is not null && y is not null
            && x.Path == y.Path && x.DeployId == y.DeployId && x.Version == y.Version && x.Zxid == y.Zxid && x.Outcome == y.Outcome && x.Halt == y.Halt
            && x.ManifestProblems.SequenceEqual(y.ManifestProblems) && x.Agents.SequenceEqual(y.Agents));

    public int GetHashCode(DeployStatus obj) => HashCode.Combine(obj.Path, obj.Zxid, obj.Outcome, obj.Agents.Count);
}
