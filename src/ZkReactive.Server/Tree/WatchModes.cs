namespace ZkReactive.Server.Tree;

/// <summary>How one watcher watches one path; the modes live beside each other. Source: Apache ZooKeeper, <c>WatcherMode</c>.</summary>
[Flags]
internal enum WatchModes : byte
{
    None = 0,

    /// <summary>Gone with its first event.</summary>
    OneShot = 1,

    Persistent = 2,

    /// <summary>Persistent, and hears of everything below the path too.</summary>
    Recursive = 4,

    Any = OneShot | Persistent | Recursive,
}
