using System.Collections.Concurrent;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>
/// The caches of the services that somebody has asked for, on one client: each is made at the first question and kept current
/// from then on. Safe for use from any thread.
/// </summary>
/// <param name="client">The connection; stays the caller's.</param>
/// <param name="options">What each cache is made with.</param>
public sealed class ServiceCatalog(IZkClient client, ServiceCacheOptions? options = null) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ZkPath, Lazy<ServiceCache>> _caches = new();
    private int _isDisposed;

    /// <summary>The services that are followed.</summary>
    public IReadOnlyCollection<ZkPath> Paths => [.. _caches.Keys];

    /// <summary>The cache of a service; its list is <see cref="ServiceListReason.NotRead"/> at first.</summary>
    /// <exception cref="ObjectDisposedException">The catalog was disposed.</exception>
    public ServiceCache this[ZkPath path]
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed) != 0, this);
            return _caches.TryGetValue(path, out var cache) ? cache.Value : _caches.GetOrAdd(path, Make).Value;
        }
    }

    /// <summary>The list of a service; where it has not been read yet, it is read first, for as long as patience lasts.</summary>
    /// <param name="path">The service's node.</param>
    /// <param name="patience">How long to wait for the first reading. Then the list is what is known: one of before a restart, or one that says that nothing is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ZkException">It may not be read.</exception>
    public ValueTask<ServiceList> ReadAsync(ZkPath path, TimeSpan patience, CancellationToken cancellationToken = default)
    {
        var cache = this[path];
        var list = cache.Current;
        return list.Reason is not (ServiceListReason.NotRead or ServiceListReason.FromDisk)
            ? ValueTask.FromResult(list)
            : new ValueTask<ServiceList>(WaitAsync(cache, patience, cancellationToken));
    }

    /// <summary>Stops following a service.</summary>
    public async ValueTask ForgetAsync(ZkPath path)
    {
        if (_caches.TryRemove(path, out var cache)) await cache.Value.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops following all of them.</summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _isDisposed, 1);
        foreach (var path in _caches.Keys) await ForgetAsync(path).ConfigureAwait(false);
    }

    private async Task<ServiceList> WaitAsync(ServiceCache cache, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            return await cache.WaitUntilReadAsync(cancellationToken).WaitAsync(patience, client.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return cache.Current;
        }
    }

    private Lazy<ServiceCache> Make(ZkPath path) => new(() => ServiceCache.Start(client, path, options));
}
