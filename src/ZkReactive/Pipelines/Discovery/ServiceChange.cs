using System.Collections.Immutable;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>The instances of a service as a stream emits them, and what differs from the emission before.</summary>
/// <param name="Path">The service's node.</param>
/// <param name="Exists">Whether that node is there.</param>
/// <param name="Instances">All instances, in ordinal order of their nodes' names.</param>
/// <param name="Joined">Those that came; all of them in the first emission.</param>
/// <param name="Changed">Those that say something else now, or were registered anew, as they are now.</param>
/// <param name="Left">Those that went, as they last were.</param>
/// <param name="Skipped">How many children are no instance anyone can read.</param>
/// <param name="Zxid">The last transaction the server had applied when the newest of it was read.</param>
/// <param name="Cause">Why it is emitted: <see cref="ChangeCause.Initial"/> or <see cref="ChangeCause.Change"/>.</param>
public sealed record ServiceChange(
    ZkPath Path,
    bool Exists,
    ImmutableArray<ServiceInstance> Instances,
    ImmutableArray<ServiceInstance> Joined,
    ImmutableArray<ServiceInstance> Changed,
    ImmutableArray<ServiceInstance> Left,
    int Skipped,
    Zxid Zxid,
    ChangeCause Cause);
