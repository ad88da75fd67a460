using System.Runtime.CompilerServices;
using ZkReactive.Client.Calls;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

public sealed partial class ZkClient
{
    private const int MostParentRounds = 10;

    private static readonly TimeSpan ClosingTime = TimeSpan.FromMilliseconds(500);

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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
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
            // Such a server closes the connection behind its answer: what is sent before that comes would be lost with it.
            _lacksCreate2 = true;
            await _driver.WaitForLossAsync(ClosingTime, cancellationToken);
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
                var call = CreateCall.Rent(OpCode.Create, _driver.Chroot.Strip(next.Value), next.Value, _driver.Chroot);
                (call.Mode, call.Acl) = (CreateMode.Persistent, options.Acl);
                await SendAsync(call, cancellationToken);
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

    private CreateCall NewCreate(ZkPath path, ReadOnlyMemory<byte> data, CreateMode mode, ZkCreateOptions options, bool withStat)
    {
        var call = CreateCall.Rent(CreateCall.OpCodeOf(mode, withStat), path, _driver.Chroot.Prepend(path), _driver.Chroot);
        (call.Data, call.Mode, call.Acl) = (data, mode, options.Acl);
        if (options.TimeToLive is { } timeToLive) call.TtlMilliseconds = (long)timeToLive.TotalMilliseconds;
        return call;
    }

    private static void ThrowIfTimeToLiveIsOff(CreateMode mode, ZkCreateOptions options)
    {
        if (!mode.HasTtl()) return;
        if (options.TimeToLive is not { } timeToLive)
            throw new ArgumentException($"Mode {mode} needs a time to live: set {nameof(ZkCreateOptions)}.{nameof(ZkCreateOptions.TimeToLive)}.", nameof(options));
        if (timeToLive.TotalMilliseconds is < 1 or >= 1L << 40)
            throw new ArgumentOutOfRangeException(nameof(options), timeToLive, $"{nameof(ZkCreateOptions.TimeToLive)} must be 1 ms to 2^40 - 1 ms.");
    }
}
