namespace ZkReactive.Client.Watches;

/// <summary>What a one-shot watch was left by, which decides the list that it is set again with.</summary>
internal enum WatchKind
{
    /// <summary>By a read of data, or exists of a node that is there.</summary>
    Data,

    /// <summary>By exists of a node that is not there.</summary>
    Exists,

    /// <summary>By a read of children.</summary>
    Children,
}
