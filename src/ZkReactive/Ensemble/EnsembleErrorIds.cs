namespace ZkReactive.Ensemble;

/// <summary>The stable names of everything that can go wrong with an ensemble on this machine.</summary>
public static class EnsembleErrorIds
{
    /// <summary>The directory holds an ensemble already, or other files.</summary>
    public const string DirectoryTaken = "ZkEnsembleExists";

    /// <summary>The directory holds no ensemble.</summary>
    public const string NotFound = "ZkEnsembleNotFound";

    /// <summary>A configuration file cannot be understood.</summary>
    public const string ConfigurationInvalid = "ZkEnsembleConfiguration";

    /// <summary>A port is in use.</summary>
    public const string PortTaken = "ZkEnsemblePortTaken";

    /// <summary>Apache ZooKeeper is not on this machine.</summary>
    public const string ZooKeeperMissing = "ZkZooKeeperMissing";

    /// <summary>Java is not on this machine.</summary>
    public const string JavaMissing = "ZkJavaMissing";

    /// <summary>A server ended, or did not serve in time.</summary>
    public const string StartFailed = "ZkEnsembleStart";

    /// <summary>A server could not be stopped.</summary>
    public const string StopFailed = "ZkEnsembleStop";
}
