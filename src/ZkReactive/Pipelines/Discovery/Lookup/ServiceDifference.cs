using System.Collections.Immutable;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>What differs between two lists of a service. Pure.</summary>
internal static class ServiceDifference
{
    /// <summary>The change from one list to the next; null when nobody could tell them apart.</summary>
    internal static ServiceChange? Between(ServiceListData? last, ServiceListData next)
    {
        var before = last?.Instances ?? [];
        var joined = ImmutableArray.CreateBuilder<ServiceInstance>();
        var changed = ImmutableArray.CreateBuilder<ServiceInstance>();
        var left = ImmutableArray.CreateBuilder<ServiceInstance>();
        int old = 0, now = 0;

        // Both are in the order of their nodes' names.
        while (old < before.Length || now < next.Instances.Length)
        {
            var order = old == before.Length ? 1 : now == next.Instances.Length ? -1 : string.CompareOrdinal(before[old].Path.Name, next.Instances[now].Path.Name);
            if (order < 0) left.Add(before[old++]);
            else if (order > 0) joined.Add(next.Instances[now++]);
            else if ((before[old].Czxid, before[old++].Mzxid) != (next.Instances[now].Czxid, next.Instances[now++].Mzxid)) changed.Add(next.Instances[now - 1]);
        }

        var exists = next.Reason != ServiceListReason.NoNode;
        var isSame = last is not null && joined.Count + changed.Count + left.Count == 0
            && last.Skipped.Count == next.Skipped.Count && exists == (last.Reason != ServiceListReason.NoNode);
        return isSame ? null : new ServiceChange(
            next.Path, exists, next.Instances, joined.DrainToImmutable(), changed.DrainToImmutable(), left.DrainToImmutable(), next.Skipped.Count, next.Zxid,
            last is null ? ChangeCause.Initial : ChangeCause.Change);
    }
}
