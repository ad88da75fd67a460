namespace ZkReactive.Tests.Chaos;

/// <summary>What a writer was told of a write.</summary>
internal enum ChaosOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Certainly not done.</summary>
    NotDone,

    /// <summary>Nobody knows.</summary>
    Unknown,
}
