using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Locks;

/// <summary>Reads who stands in line.</summary>
internal static class LockContenders
{
    public static async Task<IReadOnlyList<ZkLockContender>> ReadAsync(IZkClient client, ZkPath path, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names;
        try
        {
            names = (await client.GetChildrenAsync(path, cancellationToken).ConfigureAwait(false)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }

        var contenders = new List<ZkLockContender>();
        var isFirst = true;
        var mayShare = true;
        foreach (var (name, isShared) in LineOrder.Sort(names))
        {
            try
            {
                var node = await client.GetAsync(path / name, cancellationToken).ConfigureAwait(false);
                var isHolder = isFirst || (isShared && mayShare);
                contenders.Add(new ZkLockContender(
                    node.Path, isShared, isHolder, node.Data, new SessionId(node.Stat.EphemeralOwner), node.Stat.Created, node.Stat.Czxid));
                isFirst = false;
                mayShare &= isShared;
            }
            catch (NoNodeException)
            {
                // Left meanwhile.
            }
        }

        return contenders;
    }
}
