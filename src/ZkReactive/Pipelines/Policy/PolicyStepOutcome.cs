namespace ZkReactive.Pipelines.Policy;

/// <summary>What a route or rule did in a decision.</summary>
public enum PolicyStepOutcome
{
    /// <summary>It decided.</summary>
    Decided,

    /// <summary>Its condition does not hold.</summary>
    NotMet,

    /// <summary>Its condition hangs on an attribute that was not given or has the wrong type, or its arithmetic has no result.</summary>
    Unknown,

    /// <summary>One before it decided.</summary>
    NotReached,
}
