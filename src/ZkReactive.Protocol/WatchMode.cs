namespace ZkReactive.Protocol;

/// <summary>The mode of an <c>addWatch</c>. The numbers are the wire values. Source: Apache ZooKeeper, <c>AddWatchMode.java</c>; needs ZooKeeper 3.6.</summary>
public enum WatchMode
{
    /// <summary>0: data and children of one node, for every change until removed.</summary>
    Persistent = 0,

    /// <summary>1: a node and all below it, for every change until removed; children-changed is not sent.</summary>
    PersistentRecursive = 1,
}
