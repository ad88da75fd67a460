namespace ZkReactive.Streams.Core;

/// <summary>What of a node a stream follows.</summary>
internal enum StreamKind
{
    /// <summary>Its data: read with getData.</summary>
    Node,

    /// <summary>The names of its children: read with getChildren.</summary>
    Children,

    /// <summary>It and all below it.</summary>
    Tree,
}
