using System.Net;
using System.Net.Sockets;
using ZkReactive.Server.Processing;

namespace ZkReactive.Server.Connections;

/// <summary>Accepts connections and serves them, from its start until it is stopped.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly ServerState _state;
    private readonly ZkServerFaults _faults;
    private readonly Func<Socket, long, ClientConnection> _connect;
    private readonly Dictionary<ClientConnection, Task> _connections = [];
    private readonly Task _accepting;

    public Listener(IPEndPoint endPoint, ServerState state, ZkServerFaults faults, Func<Socket, long, ClientConnection> connect)
    {
        _state = state;
        _faults = faults;
        _connect = connect;
        _socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
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
        while (true)
        {
            try
            {
                Welcome(await _socket.AcceptAsync());
            }
            catch (Exception e) when (e is ObjectDisposedException || (e is SocketException { SocketErrorCode: SocketError.OperationAborted or SocketError.InvalidArgument or SocketError.Interrupted }))
            {
                return;
            }
            catch (SocketException)
            {
                // The client was gone before it was accepted; others come.
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

        socket.NoDelay = true;
        ClientConnection connection;
        lock (_state.Gate)
        {
            connection = _connect(socket, ++_state.Counters.ConnectionsAccepted);
            if (HasTooManyLocked(connection.Client.Remote.Address))
            {
                socket.Dispose();
                return;
            }

            _state.Clients.Add(connection.Client);
        }

        lock (_connections) _connections.Add(connection, ServeAsync(connection));
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        // The accept loop goes on at once.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await connection.RunAsync();
        lock (_connections) _connections.Remove(connection);
    }

    private bool HasTooManyLocked(IPAddress address)
    {
        var limit = _state.Options.MaxConnectionsPerAddress;
        return limit > 0 && _state.Clients.Count(c => c.Remote.Address.Equals(address)) >= limit;
    }
}
