using System.Net;
using System.Net.Sockets;
using ZkReactive.Protocol;
using ZkReactive.Server.Admin;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Persistence;
using ZkReactive.Server.Processing;
using ZkReactive.Server.Sessions;

namespace ZkReactive.Server;

/// <summary>
/// A single-node ZooKeeper server inside this process. It speaks the protocol of ZooKeeper 3.9 to any client. It keeps its
/// tree in memory, and with a data directory on the disk too, in the formats of Apache ZooKeeper.
/// </summary>
public sealed class ZkServer : IAsyncDisposable, IFaultTarget
{
    private readonly ServerState _state;
    private readonly RequestProcessor _processor;
    private readonly FourLetterWords _words;
    private readonly Housekeeping _housekeeping;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private readonly long _startedAt;
    private Listener? _listener;
    private readonly DurableStore? _store;
    private bool _stopped;

    private ZkServer(ZkServerOptions options, ServerState state, DurableStore? store)
    {
        _state = state;
        _store = store;
        Faults = new ZkServerFaults(this);
        _processor = new RequestProcessor(_state, Faults, new HandshakeProcessor(_state));
        _words = new FourLetterWords(_state, () => Statistics);
        _startedAt = _state.MonotonicMilliseconds;
        _listener = Listen(new IPEndPoint(options.Address, options.Port));
        EndPoint = _listener.EndPoint;
        _state.BoundPort = EndPoint.Port;
        _housekeeping = new Housekeeping(_state);
        Log.Serving(_state.Logger, EndPoint);
    }

    /// <summary>The address and port that are listened on; stays the same after <see cref="SuspendAsync"/>.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What a client connects to, as <c>127.0.0.1:2181</c>.</summary>
    public string ConnectString => EndPoint.ToString();

    /// <summary>Faults that can be switched on for tests.</summary>
    public ZkServerFaults Faults { get; }

    /// <summary>A snapshot of the counters.</summary>
    public ZkServerStatistics Statistics
    {
        get
        {
            var disk = _store?.Statistics;
            lock (_state.Gate) return _state.Snapshot(_startedAt) with { Disk = disk };
        }
    }

    /// <summary>
    /// Starts a server; when the task completes, clients can connect. With a data directory everything in it is read first, and
    /// every session gets its full timeout anew.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    /// <exception cref="IOException">A certificate file cannot be used.</exception>
    /// <exception cref="ServerDataException">The data directory cannot be used, is in use by another server, or is damaged.</exception>
    public static async Task<ZkServer> StartAsync(ZkServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ZkServerOptions();
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        if (options.Tls is { } tls) new ServerCertificates(tls).Current();
        if (options.DataDirectory is not { } directory) return new ZkServer(options, new ServerState(options), null);

        var store = await Task.Run(() => DurableStore.Open(directory, options), cancellationToken);
        try
        {
            var state = new ServerState(options, store.Recovered);
            await store.StartAsync(state, options.LogFiles);
            state.Run(state.CloseOrphans);
            return new ZkServer(options, state, store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Waits until the data directory fails while the server runs: the disk is full, or did not keep what it was given. The server
    /// then answers nothing any more but the four-letter words, and has to be stopped. What it answered before is on the disk.
    /// </summary>
    /// <exception cref="ServerDataException">It failed; the message names the file and what to do.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first. A server without a data directory never fails.</exception>
    public async Task WaitForFailureAsync(CancellationToken cancellationToken = default)
    {
        var never = new TaskCompletionSource<ServerDataException>().Task;
        throw await (_store?.Broke ?? never).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Stops listening and closes every connection, but keeps the tree and the sessions, none of which expires meanwhile.
    /// For clients the server is away until <see cref="ResumeAsync"/>. Does nothing when suspended already.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The server was stopped.</exception>
    public async Task SuspendAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            _housekeeping.Pause();
            await CloseListenerAsync();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Listens again on the same port after <see cref="SuspendAsync"/>; every session gets its full timeout anew.</summary>
    /// <exception cref="ObjectDisposedException">The server was stopped.</exception>
    /// <exception cref="SocketException">The port was taken by somebody else meanwhile.</exception>
    public async Task ResumeAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            if (_listener is not null) return;
            _housekeeping.Resume();
            _listener = Listen(EndPoint);
            Log.Serving(_state.Logger, EndPoint);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Stops for good: closes the listener and every connection. May be called again.</summary>
    public async Task StopAsync()
    {
        await _lifecycle.WaitAsync();
        try
        {
            if (_stopped) return;
            _stopped = true;
            await _housekeeping.DisposeAsync();
            await CloseListenerAsync();
            if (_store is not null) await _store.DisposeAsync();
            _state.Dispose();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    void IFaultTarget.DropConnections() => _state.DropAll();

    void IFaultTarget.ExpireSession(SessionId session) => _state.Run(() =>
    {
        if (_state.Sessions.TryGet(session.Value, out var found)) _state.CloseSession(found, 0);
    });

    void IFaultTarget.ExpireAllSessions() => _state.Run(() =>
    {
        foreach (var session in _state.Sessions.All.ToArray()) _state.CloseSession(session, 0);
    });

    void IFaultTarget.FlushConnections()
    {
        ClientState[] clients;
        lock (_state.Gate) clients = [.. _state.Clients];
        foreach (var client in clients) client.Transport.Flush();
    }

    private Listener Listen(IPEndPoint endPoint) => new(
        endPoint, _state, Faults, (socket, number) => new ClientConnection(socket, number, _state, _processor, Faults, _words));

    private async Task CloseListenerAsync()
    {
        if (_listener is not { } listener) return;
        _listener = null;
        await listener.DisposeAsync();
        Log.Away(_state.Logger, EndPoint);
    }
}
