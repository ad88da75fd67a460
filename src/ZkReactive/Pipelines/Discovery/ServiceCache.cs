using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Lookup;
using ZkReactive.Protocol;
using ZkReactive.Streams.Operators;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>
/// The instances of one service, kept current by watches and read without any round trip. Cut off from ZooKeeper it keeps the
/// last list and says so; with a state directory, over restarts too. All members may be called from any thread.
/// </summary>
public sealed partial class ServiceCache : IAsyncDisposable
{
    private readonly IZkClient _client;
    private readonly ServiceCacheOptions _options;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly DownMarks _down;
    private readonly ListVerifier _verifier;
    private readonly ListKeeper? _keeper;
    private readonly BehaviorSubject<ServiceList> _lists;
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _following;
    private ServiceListData _data;
    private ServiceFollower? _follower;
    private volatile ServiceList _current;
    private ITimer? _wayBack;
    private bool _isTelling;
    private bool _isDirty;
    private bool _isDisposed;

    private ServiceCache(IZkClient client, ZkPath path, ServiceCacheOptions options)
    {
        _client = client;
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<ServiceCache>();
        _down = new DownMarks(options.TimeProvider);
        Path = path;
        var file = options.StateDirectory is { } directory ? new ServiceListFile(directory, path) : null;
        _data = file?.Load() ?? ServiceListData.NotRead(path, options.TimeProvider.GetUtcNow());
        _current = ListLocked();
        _lists = new BehaviorSubject<ServiceList>(_current);
        _keeper = file is null ? null : new ListKeeper(file, options.TimeProvider, _logger);
        _verifier = new ListVerifier(client, path, () => _follower, OnVerified, OnDoubt);
        _following = Observable.Create<ServiceListData>(Follow)
            .RetryWithJitter(new RetryOptions { TimeProvider = options.TimeProvider, OnRetry = OnFailed })
            .Subscribe(OnData, () => OnFailed(new ObjectDisposedException(nameof(IZkClient)), TimeSpan.Zero));
        _verifier.Start();
    }

    /// <summary>The service's node.</summary>
    public ZkPath Path { get; }

    /// <summary>The list as it is known now. Reading it costs nothing but the read.</summary>
    public ServiceList Current => _current;

    /// <summary>
    /// The list as a stream. Hot, with memory: the present list comes first, at once. Order: as they followed each other.
    /// Merging: a list that is replaced while observers are busy may be left out; the newest always arrives. Completes when the
    /// cache is disposed. On the thread pool, one at a time for all observers, so they should be quick. Loss and reconnect are
    /// told by lists that differ in <see cref="ServiceList.Reason"/> alone.
    /// </summary>
    public IObservable<ServiceList> Lists => _lists.AsObservable();

    /// <summary>Begins to follow a service; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public static ServiceCache Start(IZkClient client, ZkPath path, ServiceCacheOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        options ??= new ServiceCacheOptions { TimeProvider = client.Options.TimeProvider };
        options.Validate();
        return new ServiceCache(client, path, options);
    }

    /// <summary>Waits until the service has been read for the first time, and gives the list.</summary>
    /// <exception cref="ZkException">It may not be read.</exception>
    public async Task<ServiceList> WaitUntilReadAsync(CancellationToken cancellationToken = default)
    {
        await _read.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Current;
    }

    /// <summary>Picks an instance of the present list. Allocates nothing.</summary>
    /// <returns>Null when there is none to pick.</returns>
    public ServiceInstance? Pick(ServicePick pick = ServicePick.Random) => _current.Pick(pick);

    /// <summary>Picks the instance of the present list that belongs to a key. Allocates nothing.</summary>
    public ServiceInstance? Pick(ReadOnlySpan<char> key) => _current.Pick(key);

    /// <summary>
    /// Leaves an instance that did not answer out of picks for a while. It comes back by itself: when the time is over, or at once
    /// when it is registered anew.
    /// </summary>
    /// <param name="instance">Which.</param>
    /// <param name="period">How long. Default: <see cref="ServiceCacheOptions.DownTime"/>.</param>
    public void MarkDown(ServiceInstance instance, TimeSpan? period = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Change(() => _down.Set(instance, period ?? _options.DownTime));
    }

    /// <summary>Takes the mark off an instance.</summary>
    public void MarkUp(ServiceInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        Change(() => _down.Clear(instance));
    }

    /// <summary>Stops following; <see cref="Current"/> keeps what it has.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _wayBack?.Dispose();
        }

        _following.Dispose();
        await _verifier.DisposeAsync().ConfigureAwait(false);
        if (_keeper is not null) await _keeper.DisposeAsync().ConfigureAwait(false);
        _read.TrySetException(new ObjectDisposedException(nameof(ServiceCache)));
        _ = _read.Task.Exception;
        _lists.OnCompleted();
        _lists.Dispose();
    }

    private IDisposable Follow(IObserver<ServiceListData> observer)
    {
        var follower = new ServiceFollower(_client, Path, observer);
        Volatile.Write(ref _follower, follower);
        follower.Start();
        return follower;
    }

    private void OnData(ServiceListData data)
    {
        if (_options.Tags.Count > 0) data = data with { Instances = [.. data.Instances.Where(instance => _options.Tags.All(instance.Tags.Contains))] };
        _keeper?.Save(data);
        Change(() => _data = _verifier.IsSure() ? data : data with { Reason = ServiceListReason.Disconnected });
        _read.TrySetResult();
        _verifier.Wake();
    }

    /// <summary>What is known has been compared with what is there.</summary>
    private void OnVerified(Zxid zxid, bool exists) => Change(() =>
    {
        if (!_verifier.IsSure()) return;
        _data = _data with
        {
            Reason = exists ? ServiceListReason.Current : ServiceListReason.NoNode,
            Zxid = zxid > _data.Zxid ? zxid : _data.Zxid,
            At = _options.TimeProvider.GetUtcNow(),
        };
    });

    private void OnDoubt()
    {
        if (_data.Reason is ServiceListReason.Current or ServiceListReason.NoNode) Change(() => _data = _data with { Reason = ServiceListReason.Disconnected });
    }

    private void OnFailed(Exception error, TimeSpan pause)
    {
        LogFailed(error, Path.Value);
        Change(() => _data = _data with { Reason = ServiceListReason.Failed });
        _read.TrySetException(error);
        _ = _read.Task.Exception;
    }

    /// <summary>Changes what is known and tells it; whoever changes something meanwhile leaves the telling to the one that is at it.</summary>
    private void Change(Action change)
    {
        lock (_lock)
        {
            if (_isDisposed) return;
            change();
            _down.Tidy(_data.Instances);
            ScheduleLocked();
            _current = ListLocked();
            _isDirty = true;
            if (_isTelling) return;
            _isTelling = true;
        }

        while (true)
        {
            ServiceList list;
            lock (_lock)
            {
                if (!_isDirty || _isDisposed)
                {
                    _isTelling = false;
                    return;
                }

                _isDirty = false;
                list = _current;
            }

            Tell(list);
        }
    }

    /// <summary>An observer that throws is its owner's trouble, not the cache's.</summary>
    private void Tell(ServiceList list)
    {
        try
        {
            _lists.OnNext(list);
        }
        catch (Exception e)
        {
            LogObserver(e);
        }
    }

    private ServiceList ListLocked() => new(_data, [.. _data.Instances.Where(_down.IsDown)], _options.Zone);

    private void ScheduleLocked()
    {
        _wayBack?.Dispose();
        _wayBack = null;
        if (_down.Next is not { } next) return;
        var due = next - _options.TimeProvider.GetUtcNow();
        _wayBack = _options.TimeProvider.CreateTimer(
            static cache => ((ServiceCache)cache!).Change(static () => { }), this, due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(5431, LogLevel.Error, "The service {Service} cannot be read")]
    private partial void LogFailed(Exception exception, string service);

    [LoggerMessage(5432, LogLevel.Error, "An observer of a service's lists failed")]
    private partial void LogObserver(Exception exception);
}
