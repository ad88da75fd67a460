using ZkReactive.Coordination.Locks;

namespace ZkReactive.Coordination.Core;

/// <summary>The parts of the names of locks' nodes.</summary>
internal static class LockNames
{
    /// <summary>A new marker, by which a node is found again.</summary>
    public static string NewMarker(LockNaming naming) => naming == LockNaming.Kazoo ? $"{Guid.NewGuid():N}" : $"_c_{Guid.NewGuid():D}-";

    /// <summary>What comes between marker and counter in a mutex.</summary>
    public static string Mutex(LockNaming naming) => naming == LockNaming.Kazoo ? "__lock__" : "lock-";

    /// <summary>What comes between marker and counter in a writer's node.</summary>
    public static string Writer(LockNaming naming) => naming == LockNaming.Kazoo ? "__lock__" : "__WRIT__";

    /// <summary>What comes between marker and counter in a reader's node.</summary>
    public static string Reader(LockNaming naming) => naming == LockNaming.Kazoo ? "__rlock__" : "__READ__";
}
