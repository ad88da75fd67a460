using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private static readonly ZkCreateOptions QuotaNodes = new() { Acl = Acl.OpenUnsafe };

    /// <inheritdoc/>
    public async ValueTask SetQuotaAsync(ZkPath path, ZkQuotaLimits limits, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate();
        var serverPath = QuotaOwner(path);
        var wire = new QuotaText(limits.Nodes ?? QuotaText.None, limits.Bytes ?? QuotaText.None, limits.NodesHard ?? QuotaText.None, limits.BytesHard ?? QuotaText.None);
        var (limitsPath, usagePath) = (ZkPath.Trusted(QuotaText.LimitsPath(serverPath)), ZkPath.Trusted(QuotaText.UsagePath(serverPath)));
        try
        {
            await SendAsync(SetDataCall.Rent(path, limitsPath.Value, wire.ToBytes(), NodeVersion.Any), cancellationToken);
            return;
        }
        catch (NoNodeException)
        {
            // The first quota of this node.
        }

        if (!(await ExistsAsync(path, cancellationToken)).Exists)
            throw new NoNodeException(Zxid.None, $"SetQuota {path} failed: there is no such node. Create it first.") { Path = path, Operation = "SetQuota" };
        await ThrowIfNestedAsync(path, serverPath, cancellationToken);
        await CreateAncestorsAsync(limitsPath.Parent, QuotaNodes, cancellationToken);
        await SendAsync(
            new MultiCall(
                [new ZkOperation.Create(limitsPath, wire.ToBytes()), new ZkOperation.Create(usagePath, new QuotaText(QuotaText.None, QuotaText.None).ToBytes())],
                new Chroot(ZkPath.Root)) { Path = path },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<ZkQuota?> GetQuotaAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var serverPath = QuotaOwner(path);
        if (await ReadQuotaAsync(path, QuotaText.LimitsPath(serverPath), cancellationToken) is not { } limits) return null;
        var usage = await ReadQuotaAsync(path, QuotaText.UsagePath(serverPath), cancellationToken) ?? new QuotaText(0, 0);
        return new ZkQuota(
            new ZkQuotaLimits { Nodes = Limit(limits.Count), Bytes = Limit(limits.Bytes), NodesHard = Limit(limits.CountHardLimit), BytesHard = Limit(limits.ByteHardLimit) },
            usage.Count, usage.Bytes);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveQuotaAsync(ZkPath path, CancellationToken cancellationToken = default)
    {
        var serverPath = QuotaOwner(path);
        var isThere = await DeleteQuotaNodeAsync(path, QuotaText.LimitsPath(serverPath), cancellationToken);
        isThere |= await DeleteQuotaNodeAsync(path, QuotaText.UsagePath(serverPath), cancellationToken);

        // The nodes above, as far as nobody else needs them.
        for (var rest = serverPath; rest.Length > 1; rest = ZkPath.Trusted(rest).Parent.Value)
        {
            try
            {
                await DeleteQuotaNodeAsync(path, QuotaText.RootPath + rest, cancellationToken);
            }
            catch (NotEmptyException)
            {
                break;
            }
        }

        return isThere;
    }

    private string QuotaOwner(ZkPath path)
    {
        var serverPath = _driver.Chroot.Prepend(path);
        return serverPath.Length > 1 ? serverPath : throw new ArgumentException("The root has no quota; give the path of a node below it.", nameof(path));
    }

    // A node counts for one quota only, the deepest: with another above or below, the figures of both would be wrong.
    private async ValueTask ThrowIfNestedAsync(ZkPath path, string serverPath, CancellationToken cancellationToken)
    {
        for (var above = ZkPath.Trusted(serverPath).Parent; !above.IsRoot; above = above.Parent)
        {
            if (await ReadQuotaAsync(path, QuotaText.LimitsPath(above.Value), cancellationToken) is not null) throw Nested(path, above.Value);
        }

        var below = new Stack<string>([serverPath]);
        while (below.TryPop(out var next))
        {
            foreach (var name in await ListQuotaNodesAsync(path, next, cancellationToken))
            {
                if (name == QuotaText.LimitsName) throw Nested(path, next);
                if (name != QuotaText.UsageName) below.Push($"{next}/{name}");
            }
        }
    }

    private async ValueTask<IReadOnlyList<string>> ListQuotaNodesAsync(ZkPath path, string serverPath, CancellationToken cancellationToken)
    {
        try
        {
            return (await SendAsync(GetChildrenCall.Rent(path, QuotaText.RootPath + serverPath), cancellationToken)).Names;
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    private async ValueTask<QuotaText?> ReadQuotaAsync(ZkPath path, string serverPath, CancellationToken cancellationToken)
    {
        try
        {
            return QuotaText.Parse((await SendAsync(GetDataCall.Rent(path, serverPath), cancellationToken)).Data.Span);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private async ValueTask<bool> DeleteQuotaNodeAsync(ZkPath path, string serverPath, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(DeleteCall.Rent(path, serverPath, NodeVersion.Any), cancellationToken);
            return true;
        }
        catch (NoNodeException)
        {
            return false;
        }
    }

    private static InvalidOperationException Nested(ZkPath path, string other) =>
        new($"SetQuota {path} failed: {other} has a quota, and quotas within each other are not counted right. Remove that one first.");

    private static long? Limit(long figure) => figure == QuotaText.None ? null : figure;
}
