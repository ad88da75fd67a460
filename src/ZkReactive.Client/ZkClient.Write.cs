using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private static readonly ZkCreateOptions DefaultCreateOptions = new();

    // Set by the first server that does not know create2: one before 3.5.
    private volatile bool _lacksCreate2;

    /// <inheritdoc/>
    public ValueTask<ZkCreated> CreateAsync(
        ZkPath path,
        ReadOnlyMemory<byte> data = default,
        CreateMode mode = CreateMode.Persistent,
        ZkCreateOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= DefaultCreateOptions;
        if (mode.HasTtl() && options.TimeToLive is null)
            throw new ArgumentException($"Mode {mode} needs a time to live: set {nameof(ZkCreateOptions)}.{nameof(ZkCreateOptions.TimeToLive)}.", nameof(options));
        return CreateOnceAsync(path, data, mode, options, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Stat> SetAsync(ZkPath path, ReadOnlyMemory<byte> data, NodeVersion version, CancellationToken cancellationToken = default) =>
        SendAsync(new SetDataCall { Path = path, ServerPath = _driver.Chroot.Prepend(path), Data = data, Version = version }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Stat> SetAclAsync(ZkPath path, IReadOnlyList<Acl> acl, NodeVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(acl);
        return SendAsync(new SetAclCall { Path = path, ServerPath = _driver.Chroot.Prepend(path), Acl = acl, Version = version }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(ZkPath path, NodeVersion version, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled(cancellationToken);
        var call = new DeleteCall { Path = path, ServerPath = _driver.Chroot.Prepend(path), Version = version };
        call.CancelWith(cancellationToken);
        _driver.Submit(call);
        return call.TaskWithoutResult;
    }

    private async ValueTask<ZkCreated> CreateOnceAsync(
        ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(NewCreate(path, data, mode, options), cancellationToken);
        }
        catch (UnimplementedException) when (CreateCall.OpCodeOf(mode, !_lacksCreate2) == OpCode.Create2)
        {
            _lacksCreate2 = true;
            return await SendAsync(NewCreate(path, data, mode, options), cancellationToken);
        }
    }

    private CreateCall NewCreate(ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options) =>
        new(CreateCall.OpCodeOf(mode, !_lacksCreate2))
        {
            Path = path,
            ServerPath = _driver.Chroot.Prepend(path),
            Data = data,
            Acl = options.Acl,
            Mode = mode,
            Chroot = _driver.Chroot,
            TtlMilliseconds = (long)(options.TimeToLive?.TotalMilliseconds ?? 0),
        };
}
