namespace ZkReactive.Streams;

/// <summary>What happened to a node of a tree.</summary>
public enum TreeDifferenceKind
{
    /// <summary>It is there and was not.</summary>
    Added,

    /// <summary>It has other data, or it was deleted and created again.</summary>
    Changed,

    /// <summary>It was there and is not.</summary>
    Removed,
}
