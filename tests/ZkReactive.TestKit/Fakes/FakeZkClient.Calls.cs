using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Fakes;

/// <content>Plain calls: done at once when connected, else they fail as a lost connection.</content>
public sealed partial class FakeZkClient
{
    public ValueTask WaitForConnectionAsync(CancellationToken cancellationToken = default) =>
        Session.IsConnected ? ValueTask.CompletedTask : throw new NotSupportedException("The fake does not wait for connections.");

    public ValueTask<ZkNode> GetAsync(ZkPath path, CancellationToken cancellationToken = default) => Call(() => Tree.Get(path));

    public ValueTask<ZkExistence> ExistsAsync(ZkPath path, CancellationToken cancellationToken = default) => Call(() => Tree.Exists(path));

    public ValueTask<ZkChildren> GetChildrenAsync(ZkPath path, CancellationToken cancellationToken = default) => Call(() => Tree.GetChildren(path));

    public ValueTask<ZkCreated> CreateAsync(
        ZkPath path,
        ReadOnlyMemory<byte> data = default,
        CreateMode mode = CreateMode.Persistent,
        ZkCreateOptions? options = null,
        CancellationToken cancellationToken = default) => Call(() =>
    {
        if (options is { CreateParents: true }) CreateParents(path);
        var (created, stat) = Tree.Create(path, data, mode, Session.Id.Value);
        return new ZkCreated(created, stat, stat.Czxid);
    });

    public ValueTask<Stat> SetAsync(ZkPath path, ReadOnlyMemory<byte> data, NodeVersion version, CancellationToken cancellationToken = default) =>
        Call(() => Tree.Set(path, data, version));

    public async ValueTask DeleteAsync(ZkPath path, NodeVersion version, CancellationToken cancellationToken = default) => await Call(() =>
    {
        Tree.Delete(path, version);
        return true;
    });

    /// <summary>What a sync waits for. Default: nothing.</summary>
    public Func<Task> OnSync { get; set; } = () => Task.CompletedTask;

    public ValueTask SyncAsync(ZkPath path, CancellationToken cancellationToken = default) => new(OnSync());

    public ValueTask<ZkAcl> GetAclAsync(ZkPath path, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<Stat> SetAclAsync(ZkPath path, IReadOnlyList<Acl> acl, NodeVersion version, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<IReadOnlyList<ZkOperationResult>> MultiAsync(IReadOnlyList<ZkOperation> operations, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<int> GetAllChildrenNumberAsync(ZkPath path, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<IReadOnlyList<ZkPath>> GetEphemeralsAsync(ZkPath path = default, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<IReadOnlyList<ZkIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<ZkNode> GetConfigAsync(CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<ZkNode> ReconfigAsync(ZkReconfiguration change, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask SetQuotaAsync(ZkPath path, ZkQuotaLimits limits, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<ZkQuota?> GetQuotaAsync(ZkPath path, CancellationToken cancellationToken = default) => throw NotFaked();

    public ValueTask<bool> RemoveQuotaAsync(ZkPath path, CancellationToken cancellationToken = default) => throw NotFaked();

    public IReadOnlyList<ZkHost> Servers => throw NotFaked();

    public bool UpdateServers(string connectString) => throw NotFaked();

    public ValueTask AddAuthAsync(ZkAuth auth, CancellationToken cancellationToken = default) => throw NotFaked();

    private static NotSupportedException NotFaked() => new("The fake does not do this; use the embedded server.");

    private ValueTask<T> Call<T>(Func<T> call)
    {
        try
        {
            ObjectDisposedException.ThrowIf(Session.Status == ZkSessionStatus.Closed, this);
            if (!Session.IsConnected) throw new ConnectionLossException(outcomeUnknown: false, "The fake is not connected.");
            return ValueTask.FromResult(call());
        }
        catch (Exception e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    private void CreateParents(ZkPath path)
    {
        if (path.IsRoot || Tree.Exists(path.Parent).Exists) return;
        CreateParents(path.Parent);
        Tree.Create(path.Parent, default, CreateMode.Persistent, 0);
    }
}
