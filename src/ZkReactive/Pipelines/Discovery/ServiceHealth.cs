namespace ZkReactive.Pipelines.Discovery;

/// <summary>What the probes of a registration have made of its service.</summary>
public enum ServiceHealth
{
    /// <summary>Not asked often enough yet.</summary>
    Unknown,

    /// <summary>It answers: it belongs into ZooKeeper.</summary>
    Healthy,

    /// <summary>It does not answer: it has to go.</summary>
    Unhealthy,
}
