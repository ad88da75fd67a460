namespace ZkReactive.Ensemble;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Looked at, and well.</summary>
    Ok,

    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>It works, but will trouble somebody.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Error,
}
