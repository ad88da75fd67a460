using ZkReactive.Client;
using ZkReactive.Pipelines.Policy.Agents;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy;

/// <summary>Reads policies, and what agents say of them.</summary>
public static class PolicyReader
{
    /// <summary>Reads all policies of a type as they stood at one moment. A type that is not there has none.</summary>
    /// <exception cref="PolicyException">They changed so fast that no moment could be caught.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static Task<PolicySnapshot> ReadAsync(IZkClient client, ZkPath type, PolicyLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return new SnapshotReader(client, new PolicyNodes(type), limits ?? PolicyLimits.Default).ReadAsync(cancellationToken);
    }

    /// <summary>Reads which agents refuse the set that stands there now, and why; by agent.</summary>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public static async Task<IReadOnlyList<PolicyRejection>> ReadRejectionsAsync(IZkClient client, ZkPath type, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var nodes = new PolicyNodes(type);
        var rejections = new List<PolicyRejection>();
        IReadOnlyList<string> names;
        try
        {
            names = (await client.GetChildrenAsync(nodes.Rejections, cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return rejections;
        }

        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            try
            {
                var node = await client.GetAsync(nodes.Rejection(name), cancellationToken).ConfigureAwait(false);
                if (PolicyJson.TryRead(node.Data, out PolicyRejection? rejection)) rejections.Add(rejection);
            }
            catch (NoNodeException)
            {
                // It took the set meanwhile, or left.
            }
        }

        return rejections;
    }
}
