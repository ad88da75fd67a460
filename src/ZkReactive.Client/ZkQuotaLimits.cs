namespace ZkReactive.Client;

/// <summary>
/// How many nodes, and how many bytes of data, a node and all below it may have. Soft limits are told in the server's log; hard
/// ones refuse writes with <see cref="QuotaExceededException"/> where the servers enforce them (<c>enforceQuota</c>, ZooKeeper 3.7).
/// </summary>
public sealed record ZkQuotaLimits
{
    /// <summary>How many nodes, as a soft limit. Default: null, none; else at least 0.</summary>
    public long? Nodes { get; init; }

    /// <summary>How many bytes of data, as a soft limit. Default: null, none; else at least 0.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many nodes, as a hard limit. Default: null, none; else at least 0.</summary>
    public long? NodesHard { get; init; }

    /// <summary>How many bytes of data, as a hard limit. Default: null, none; else at least 0.</summary>
    public long? BytesHard { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A limit is below 0.</exception>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Validate()
    {
        long?[] all = [Nodes, Bytes, NodesHard, BytesHard];
        if (all.All(limit => limit is null)) throw new ArgumentException($"{nameof(ZkQuotaLimits)} sets no limit.", nameof(Nodes));
        foreach (var limit in all.OfType<long>()) ArgumentOutOfRangeException.ThrowIfNegative(limit);
    }
}
