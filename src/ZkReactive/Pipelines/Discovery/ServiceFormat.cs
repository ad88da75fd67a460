namespace ZkReactive.Pipelines.Discovery;

/// <summary>How an instance is written into its node.</summary>
public enum ServiceFormat
{
    /// <summary>The JSON of Curator's <c>ServiceInstance</c>, which Spring Cloud reads too. Nodes are named after the instance's id.</summary>
    Curator,

    /// <summary>A JSON array of address and port, <c>["127.0.0.1","9096"]</c>; nodes are named <c>s9096</c>.</summary>
    HostPort,

    /// <summary>The registration of a Kafka broker, <c>/brokers/ids/N</c>. It is only read.</summary>
    Kafka,
}
