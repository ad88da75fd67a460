namespace ZkReactive.Pipelines.Policy;

/// <summary>What a finding means for the set.</summary>
public enum PolicySeverity
{
    /// <summary>The set works; somebody should look at it.</summary>
    Warning,

    /// <summary>The set is refused.</summary>
    Error,
}
