namespace ZkReactive.Pipelines.Discovery;

/// <summary>The stable names of what can go wrong with a registration or a lookup. They never change.</summary>
public static class ServiceErrorIds
{
    /// <summary>The instance's node belongs to another session.</summary>
    public const string NodeTaken = "ZkServiceNodeTaken";

    /// <summary>The instance's node is there and is not ephemeral.</summary>
    public const string NodeNotEphemeral = "ZkServiceNodeNotEphemeral";

    /// <summary>Another running registration has the state directory.</summary>
    public const string StateDirectoryInUse = "ZkServiceStateDirectoryInUse";

    /// <summary>The state directory cannot be made or written.</summary>
    public const string StateDirectoryFailed = "ZkServiceStateDirectoryFailed";

    /// <summary>The registration could not be taken away in time.</summary>
    public const string StopTimeout = "ZkServiceStopTimeout";

    /// <summary>The service was never read, and ZooKeeper does not answer.</summary>
    public const string NotKnown = "ZkServiceNotKnown";

    /// <summary>There is no instance that could be picked.</summary>
    public const string NoInstance = "ZkServiceNoInstance";

    /// <summary>There is no such registration.</summary>
    public const string RegistrationUnknown = "ZkServiceRegistrationUnknown";
}
