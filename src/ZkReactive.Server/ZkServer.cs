using System.Net;
using System.Net.Sockets;
using ZkReactive.Protocol;
using ZkReactive.Server.Admin;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Processing;
using ZkReactive.Server.Sessions;

namespace ZkReactive.Server;

/// <summary>
/// A single-node ZooKeeper server inside this process. It speaks the protocol of ZooKeeper 3.9 to any client and keeps
/// its tree in memory.
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
    private bool _stopped;

    private ZkServer(ZkServerOptions options)
    {
        _state = new ServerState(options);
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
            lock (_state.Gate) return _state.Snapshot(_startedAt);
        }
    }

    /// <summary>Starts a server; when the task completes, clients can connect.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="SocketException">The address cannot be listened on.</exception>
    public static Task<ZkServer> StartAsync(ZkServerOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new ZkServerOptions();
        options.Validate();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new ZkServer(options));
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
            _state.Dispose();
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    void IFaultTarget.DropConnections()
    {
        ClientState[] clients;
        lock (_state.Gate)
        {
            clients = [.. _state.Clients];
            foreach (var client in clients) client.End();
        }

        foreach (var client in clients) client.Transport.Abort();
    }

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
