using System.Runtime.CompilerServices;
using ZkReactive.Client;

namespace ZkReactive.Streams.Sharing;

/// <summary>
/// The live streams of one client, each shared by all its observers: one watch and one read a change for each path and
/// kind. Lives as long as its client and keeps nobody alive.
/// </summary>
internal sealed class ClientStreams : IObserver<ZkSessionState>
{
    private static readonly ConditionalWeakTable<IZkClient, ClientStreams> All = [];

    private readonly Lock _lock = new();
    private readonly IZkClient _client;

    private readonly Dictionary<StreamKey, ISharedStream> _streams = new(1);
    private bool _listening;
    private bool _lacksRecursiveWatches;

    private ClientStreams(IZkClient client) => _client = client;

    /// <summary>How many streams are live.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _streams.Count;
        }
    }

    /// <summary>The streams of <paramref name="client"/>.</summary>
    public static ClientStreams Of(IZkClient client) => All.GetValue(client, static c => new ClientStreams(c));

    /// <summary>
    /// Whether a server of this ensemble turned out to have no recursive watches. It is not asked again: servers close the
    /// connection with such a refusal.
    /// </summary>
    public bool LacksRecursiveWatches
    {
        get => Volatile.Read(ref _lacksRecursiveWatches);
        set => Volatile.Write(ref _lacksRecursiveWatches, value);
    }

    /// <summary>Lets an observer in to the live stream of its kind and path, or to a new one.</summary>
    public IDisposable Subscribe<TElement>(StreamKey key, Func<ClientStreams, IZkClient, StreamKey, ISharedStream<TElement>> make, IObserver<TElement> observer)
        where TElement : class
    {
        Listen();
        while (true)
        {
            ISharedStream<TElement> stream;
            lock (_lock)
            {
                if (_streams.TryGetValue(key, out var live)) stream = (ISharedStream<TElement>)live;
                else _streams.Add(key, stream = make(this, _client, key));
            }

            if (stream.TryAdd(observer) is { } subscription) return subscription;
            Remove(stream, key);
        }
    }

    /// <summary>Forgets a stream that has ended; a later observer gets a new one.</summary>
    public void Remove(ISharedStream stream, StreamKey key)
    {
        lock (_lock)
        {
            if (_streams.TryGetValue(key, out var live) && ReferenceEquals(live, stream)) _streams.Remove(key);
        }
    }

    /// <inheritdoc/>
    public void OnNext(ZkSessionState value)
    {
        foreach (var stream in Snapshot()) stream.OnSessionChanged();
    }

    /// <inheritdoc/>
    public void OnError(Exception error) => OnCompleted();

    /// <inheritdoc/>
    public void OnCompleted()
    {
        foreach (var stream in Snapshot()) stream.OnClientClosed();
    }

    private ISharedStream[] Snapshot()
    {
        lock (_lock) return [.. _streams.Values];
    }

    /// <summary>Listens to the session from the first stream on, for as long as the client lives.</summary>
    private void Listen()
    {
        lock (_lock)
        {
            if (_listening) return;
            _listening = true;
        }

        try
        {
            _client.SessionStates.Subscribe(this);
        }
        catch (ObjectDisposedException)
        {
            // The streams find the client closed and complete.
        }
    }
}
