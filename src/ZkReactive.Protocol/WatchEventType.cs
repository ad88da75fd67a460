namespace ZkReactive.Protocol;

/// <summary>What a watch saw. Source: Apache ZooKeeper, <c>Watcher.Event.EventType</c>.</summary>
public enum WatchEventType
{
    /// <summary>-1: the session changed, not a node.</summary>
    None = -1,

    /// <summary>1: the node was created.</summary>
    NodeCreated = 1,

    /// <summary>2: the node was deleted.</summary>
    NodeDeleted = 2,

    /// <summary>3: its data changed.</summary>
    NodeDataChanged = 3,

    /// <summary>4: a child came or went; never sent to recursive watches.</summary>
    NodeChildrenChanged = 4,

    /// <summary>5: a data watch was removed.</summary>
    DataWatchRemoved = 5,

    /// <summary>6: a child watch was removed.</summary>
    ChildWatchRemoved = 6,

    /// <summary>7: a persistent watch was removed.</summary>
    PersistentWatchRemoved = 7,
}
