using System.Collections.Immutable;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>What is known of a service.</summary>
internal sealed record ServiceListData(
    ZkPath Path,
    ImmutableArray<ServiceInstance> Instances,
    ImmutableDictionary<string, string> Skipped,
    Zxid Zxid,
    DateTimeOffset At,
    ServiceListReason Reason)
{
    internal static ServiceListData NotRead(ZkPath path, DateTimeOffset at) => new(path, [], ImmutableDictionary<string, string>.Empty, Zxid.None, at, ServiceListReason.NotRead);
}
