using Microsoft.Extensions.ObjectPool;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Calls;

/// <summary>
/// A call that is used again for another request of its kind, so that the small operations allocate nothing beside their
/// result. Only a call that its reply has settled, whose result the caller has, goes back; one that a deadline, a token or
/// the end of the client may still settle does not.
/// </summary>
/// <typeparam name="TSelf">The call.</typeparam>
/// <typeparam name="TResult">What the caller gets.</typeparam>
internal abstract class PooledCall<TSelf, TResult> : Call<TResult>
    where TSelf : PooledCall<TSelf, TResult>, new()
{
    // Enough for a few clients that keep some hundred requests on their way; what is beyond is left to the collector.
    private const int MostKept = 1024;

    private static readonly DefaultObjectPool<TSelf> Pool = new(new Policy(), MostKept);

    /// <summary>A call that nobody has.</summary>
    protected static TSelf Rent(ZkPath path, string serverPath)
    {
        var call = Pool.Get();
        (call.Path, call.ServerPath) = (path, serverPath);
        return call;
    }

    /// <inheritdoc/>
    protected sealed override void Leave()
    {
        if (!IsHeld) Pool.Return((TSelf)this);
    }

    private sealed class Policy : PooledObjectPolicy<TSelf>
    {
        public override TSelf Create() => new();

        public override bool Return(TSelf obj)
        {
            obj.Clear();
            return true;
        }
    }
}
