namespace ZkReactive.Protocol;

/// <summary>Which watches a <c>removeWatches</c> takes away. The numbers are the wire values. Source: Apache ZooKeeper, <c>Watcher.WatcherType</c>.</summary>
public enum WatcherType
{
    /// <summary>1: one-shot child watches.</summary>
    Children = 1,

    /// <summary>2: one-shot data and exists watches.</summary>
    Data = 2,

    /// <summary>3: all of them.</summary>
    Any = 3,

    /// <summary>4: persistent watches; from ZooKeeper 3.9.</summary>
    Persistent = 4,

    /// <summary>5: persistent recursive watches; from ZooKeeper 3.9.</summary>
    PersistentRecursive = 5,
}
