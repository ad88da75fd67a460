namespace ZkReactive.Pipelines.Policy;

/// <summary>What happens to a policy or a rule.</summary>
public enum PolicyChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is another than before.</summary>
    Changed,

    /// <summary>It goes.</summary>
    Removed,
}
