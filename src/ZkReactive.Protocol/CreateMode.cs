namespace ZkReactive.Protocol;

/// <summary>What kind of znode a create makes. The numbers are the wire flags. Source: Apache ZooKeeper, <c>CreateMode.java</c>.</summary>
public enum CreateMode
{
    /// <summary>0: lives until deleted.</summary>
    Persistent = 0,

    /// <summary>1: lives as long as the session.</summary>
    Ephemeral = 1,

    /// <summary>2: persistent, with a ten-digit counter of the parent appended to the name.</summary>
    PersistentSequential = 2,

    /// <summary>3: ephemeral, with a counter appended.</summary>
    EphemeralSequential = 3,

    /// <summary>4: removed by the server after its last child went; needs ZooKeeper 3.5.</summary>
    Container = 4,

    /// <summary>5: removed by the server when childless and unchanged for its time to live; needs ZooKeeper 3.5.3 with <c>extendedTypesEnabled</c>.</summary>
    PersistentWithTtl = 5,

    /// <summary>6: as <see cref="PersistentWithTtl"/>, with a counter appended.</summary>
    PersistentSequentialWithTtl = 6,
}
