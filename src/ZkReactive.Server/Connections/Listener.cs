using System.Net;
using System.Net.Sockets;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Connections;

/// <summary>Accepts connections and serves them, from its start until it is stopped.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _socket;
    private readonly ServerState _state;
    private readonly ZkServerFaults _faults;
    private readonly Func<Socket, long, ClientConnection> _connect;
    private readonly Dictionary<ClientConnection, Task> _connections = [];
    private readonly Task _accepting;
    private volatile bool _stopping;

    public Listener(IPEndPoint endPoint, ServerState state, ZkServerFaults faults, Func<Socket, long, ClientConnection> connect)
    {
        _state = state;
        _faults = faults;
        _connect = connect;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // As in Apache ZooKeeper, "every address" means those of IPv4 too.
            if (endPoint.Address.Equals(IPAddress.IPv6Any)) _socket.DualMode = true;
            _socket.Bind(endPoint);
            _socket.Listen(1024);
        }
        catch (SocketException)
        {
            _socket.Dispose();
            throw;
        }

        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Stops accepting, closes every connection and waits until they are gone.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _socket.Dispose();
        await _accepting;
        Task[] running;
        lock (_connections)
        {
            foreach (var connection in _connections.Keys) connection.Abort();
            running = [.. _connections.Values];
        }

        await Task.WhenAll(running);
    }

    private async Task AcceptAsync()
    {
        while (!_stopping)
        {
            try
            {
                Welcome(await _socket.AcceptAsync());
            }
            catch (Exception e) when (_stopping && e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // Out of handles, or the client went before it was accepted. Not in a hot loop.
                Log.AcceptFailed(_state.Logger, e);
                await Task.Delay(RetryPause, TimeProvider.System);
            }
        }
    }

    private void Welcome(Socket socket)
    {
        if (_faults.RefuseConnections)
        {
            socket.Dispose();
            return;
        }

        ClientConnection connection;
        try
        {
            socket.NoDelay = true;
            connection = _connect(socket, NextNumber());
        }
        catch (SocketException)
        {
            // Gone again already.
            socket.Dispose();
            return;
        }

        if (!TryEnter(connection.Client))
        {
            socket.Dispose();
            return;
        }

        Log.Accepted(_state.Logger, connection.Client.Number, connection.Client.Remote);
        lock (_connections) _connections.Add(connection, ServeAsync(connection));
    }

    private long NextNumber()
    {
        lock (_state.Gate) return ++_state.Counters.ConnectionsAccepted;
    }

    private bool TryEnter(ClientState client)
    {
        var limit = _state.Options.MaxConnectionsPerAddress;
        var address = client.Remote.Address;
        lock (_state.Gate)
        {
            if (limit == 0 || _state.Clients.Count(c => c.Remote.Address.Equals(address)) < limit) return _state.Clients.Add(client);
        }

        Log.TooMany(_state.Logger, address, limit);
        return false;
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        // The accept loop goes on at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await connection.RunAsync();
        Log.Closed(_state.Logger, connection.Client.Number, connection.Client.Remote);
        lock (_connections) _connections.Remove(connection);
    }
}
