using System.Net;
using System.Net.Sockets;

namespace ZkReactive.TestKit.ScriptedServer;

/// <summary>
/// A listener that does nothing by itself: a test accepts each connection and plays the server's part byte by byte, so
/// that it can misbehave in every way.
/// </summary>
public sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<ScriptedConnection> _connections = [];

    public ScriptedServer() => _listener.Start();

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>What a client connects to.</summary>
    public string ConnectString => EndPoint.ToString();

    /// <summary>Waits for the next connection.</summary>
    public async Task<ScriptedConnection> AcceptAsync()
    {
        using var deadline = new CancellationTokenSource(ScriptedConnection.Patience, TimeProvider.System);
        var connection = new ScriptedConnection(await _listener.AcceptSocketAsync(deadline.Token));
        lock (_connections) _connections.Add(connection);
        return connection;
    }

    /// <summary>Waits for the next connection and grants it the session asked for, or the one given here.</summary>
    public async Task<ScriptedConnection> AcceptSessionAsync(long sessionId = 0x1234, int timeoutMilliseconds = 10_000)
    {
        var connection = await AcceptAsync();
        await connection.ReadConnectAsync();
        await connection.GrantAsync(sessionId, timeoutMilliseconds);
        return connection;
    }

    /// <summary>Whether a connection waits to be accepted.</summary>
    public bool HasPending => _listener.Pending();

    public void Dispose()
    {
        _listener.Stop();
        lock (_connections)
        {
            foreach (var connection in _connections) connection.Dispose();
        }
    }
}
