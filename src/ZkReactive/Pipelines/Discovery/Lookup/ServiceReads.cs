using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>One reading of a service's nodes, without watches.</summary>
internal static class ServiceReads
{
    /// <summary>The names of a service's children; null when there is no such node.</summary>
    internal static async Task<ZkChildren?> ListAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetChildrenAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>The children, read with few requests; those that go meanwhile are left out, those that may not be read are failures.</summary>
    internal static async Task<List<ZkReadResult>> ReadAsync(IZkClient client, ZkChildren children, CancellationToken cancellationToken)
    {
        var reads = new ZkRead[children.Names.Count];
        for (var i = 0; i < reads.Length; i++) reads[i] = new ZkRead.Data(children.Path / children.Names[i]);
        var results = await client.MultiReadAsync(reads, cancellationToken).ConfigureAwait(false);
        return [.. results.Where(result => result is not ZkReadResult.Failed { Error: NoNodeException })];
    }
}
