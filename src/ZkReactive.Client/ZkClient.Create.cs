using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private const int MostParentRounds = 10;

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
        ThrowIfTimeToLiveIsOff(mode, options);
        if (options.Protected) return CreateProtectedAsync(path, data, mode, options, cancellationToken);
        return options.CreateParents
            ? CreateWithParentsAsync(path, data, mode, options, cancellationToken)
            : CreateOnceAsync(path, data, mode, options, cancellationToken);
    }

    private async ValueTask<ZkCreated> CreateOnceAsync(
        ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, CancellationToken cancellationToken)
    {
        var withStat = !_lacksCreate2;
        try
        {
            return await SendAsync(NewCreate(path, data, mode, options, withStat), cancellationToken);
        }
        catch (UnimplementedException) when (CreateCall.OpCodeOf(mode, withStat) == OpCode.Create2)
        {
            _lacksCreate2 = true;
            return await SendAsync(NewCreate(path, data, mode, options, withStat: false), cancellationToken);
        }
    }

    // A container among the parents may be reaped between its creation and ours, so more than one round may be needed.
    private async ValueTask<ZkCreated> CreateWithParentsAsync(
        ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, CancellationToken cancellationToken)
    {
        for (var round = 1; ; round++)
        {
            try
            {
                return await CreateOnceAsync(path, data, mode, options, cancellationToken);
            }
            catch (NoNodeException) when (round < MostParentRounds)
            {
                await CreateAncestorsAsync(ZkPath.Trusted(_driver.Chroot.Prepend(path)).Parent, options, cancellationToken);
            }
        }
    }

    // By the server's own paths, so that a chroot that is not there is made too.
    private async ValueTask CreateAncestorsAsync(ZkPath serverPath, ZkCreateOptions options, CancellationToken cancellationToken)
    {
        if (serverPath.IsRoot) return;
        var missing = new Stack<ZkPath>([serverPath]);
        while (missing.TryPeek(out var next))
        {
            try
            {
                await SendAsync(
                    new CreateCall(OpCode.Create)
                    {
                        Path = _driver.Chroot.Strip(next.Value),
                        ServerPath = next.Value,
                        Data = default,
                        Acl = options.Acl,
                        Mode = CreateMode.Persistent,
                        Chroot = _driver.Chroot,
                    },
                    cancellationToken);
                missing.Pop();
            }
            catch (NodeExistsException)
            {
                missing.Pop();
            }
            catch (NoNodeException) when (!next.Parent.IsRoot)
            {
                missing.Push(next.Parent);
            }
            catch (ConnectionLossException)
            {
                // Made or not: asking again does no harm here.
            }
        }
    }

    private CreateCall NewCreate(ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, bool withStat) =>
        new(CreateCall.OpCodeOf(mode, withStat))
        {
            Path = path,
            ServerPath = _driver.Chroot.Prepend(path),
            Data = data,
            Acl = options.Acl,
            Mode = mode,
            Chroot = _driver.Chroot,
            TtlMilliseconds = (long)(options.TimeToLive?.TotalMilliseconds ?? 0),
        };

    private static void ThrowIfTimeToLiveIsOff(CreateMode mode, ZkCreateOptions options)
    {
        if (!mode.HasTtl()) return;
        if (options.TimeToLive is not { } timeToLive)
            throw new ArgumentException($"Mode {mode} needs a time to live: set {nameof(ZkCreateOptions)}.{nameof(ZkCreateOptions.TimeToLive)}.", nameof(options));
        if (timeToLive.TotalMilliseconds is < 1 or >= 1L << 40)
            throw new ArgumentOutOfRangeException(nameof(options), timeToLive, $"{nameof(ZkCreateOptions.TimeToLive)} must be 1 ms to 2^40 - 1 ms.");
    }
}
