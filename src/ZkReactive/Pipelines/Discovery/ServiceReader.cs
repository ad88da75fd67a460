using System.Collections.Immutable;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Formats;
using ZkReactive.Pipelines.Discovery.Lookup;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Looks services up once, by asking ZooKeeper. For more than once there is <see cref="ServiceCache"/>.</summary>
public static class ServiceReader
{
    /// <summary>Reads the instances of a service; a service that is not there has none, and the list says so.</summary>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<ServiceList> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var now = client.Options.TimeProvider.GetUtcNow();
        var children = await ServiceReads.ListAsync(client, path, cancellationToken).ConfigureAwait(false);
        if (children is null) return ListOf(ServiceListData.NotRead(path, now) with { Reason = ServiceListReason.NoNode });

        var nodes = await ServiceReads.ReadAsync(client, children, cancellationToken).ConfigureAwait(false);
        nodes.Sort(static (one, other) => string.CompareOrdinal(one.Path.Name, other.Path.Name));
        var instances = ImmutableArray.CreateBuilder<ServiceInstance>(nodes.Count);
        var skipped = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var read in nodes)
        {
            if (read is not ZkReadResult.Data { Node: var node }) skipped.Add(read.Path.Name, ((ZkReadResult.Failed)read).Error.Message);
            else if (ServicePayload.TryRead(node.Path, node.Data, node.Stat, out var instance, out var problem)) instances.Add(instance);
            else skipped.Add(node.Path.Name, problem);
        }

        return ListOf(new ServiceListData(path, instances.DrainToImmutable(), skipped.ToImmutable(), children.Zxid, now, ServiceListReason.Current));
    }

    private static ServiceList ListOf(ServiceListData data) => new(data, down: [], zone: null);
}
