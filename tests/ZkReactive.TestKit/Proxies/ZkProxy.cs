using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Proxies;

/// <summary>
/// Stands between a client and a server of any make, knows where frames begin, and cuts the connection or ends the session
/// at whichever of them a test chooses.
/// </summary>
/// <remarks>
/// A session is ended as ZooKeeper allows anybody who knows its id and password: by taking it over with another connection
/// and closing it there. The server drops the client's connection at the take-over already, but the client hears of it only
/// when the session has ended: if it came back between the two, Apache ZooKeeper would take it, then end the session and
/// leave it a connection on which nothing is answered, until its own read time-out. Frames: length int, then xid int and, in
/// requests, operation int; the first frame each way is the handshake. Source: zookeeper.jute, records ConnectRequest,
/// ConnectResponse, RequestHeader, ReplyHeader.
/// </remarks>
public sealed class ZkProxy : IAsyncDisposable
{
    private const int EventXid = -1;
    private const int HandshakeBytes = 44;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly Lock _lock = new();
    private readonly List<Task> _work = [];
    private readonly HashSet<Connection> _connections = [];
    private readonly CancellationTokenSource _stop = new();

    private ZkProxy(string server)
    {
        _server = IPEndPoint.Parse(server);
        _listener.Start();
        _work.Add(AcceptAsync());
    }

    /// <summary>What the client connects to.</summary>
    public string ConnectString => _listener.LocalEndpoint.ToString()!;

    /// <summary>Asked about every frame but handshakes, one at a time. Default: everything passes.</summary>
    public Func<ProxyFrame, ProxyAction> Rule { get; set; } = _ => ProxyAction.Forward;

    /// <summary>What is waited for before a frame passes, and all behind it. Default: nothing.</summary>
    public Func<ProxyFrame, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Starts a proxy for the server at <paramref name="server"/>, an address and port.</summary>
    public static ZkProxy Start(string server) => new(server);

    /// <summary>Ends the sessions of all present connections on the server, as far as it lets itself be reached, and cuts the connections.</summary>
    public async Task EndSessionsAsync()
    {
        Connection[] connections;
        lock (_lock) connections = [.. _connections.Where(connection => connection.Handshake is not null)];
        foreach (var connection in connections) await EndSessionAsync(connection).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Task[] work;
        lock (_lock) work = [.. _work];
        await Task.WhenAll(work);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_lock) _work.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        var connection = new Connection();
        lock (_lock) _connections.Add(connection);
        try
        {
            using (client)
            {
                await server.ConnectAsync(_server, _stop.Token);
                var ways = new[] { PumpAsync(client, server, connection, isRequest: true), PumpAsync(server, client, connection, isRequest: false) };
                await Task.WhenAny(ways);
                Task ending;
                lock (_lock) ending = connection.Ending;
                await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                client.Close();
                server.Close();
                await Task.WhenAll(ways);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone, and with it the connection.
        }
        finally
        {
            lock (_lock) _connections.Remove(connection);
        }
    }

    /// <summary>Passes frames on until the connection is cut or an end goes.</summary>
    private async Task PumpAsync(Socket from, Socket to, Connection connection, bool isRequest)
    {
        try
        {
            using var source = new NetworkStream(from);
            for (var first = true; ; first = false)
            {
                var frame = await ReadFrameAsync(source);
                if (first && !isRequest) connection.Handshake = frame;
                var action = first ? ProxyAction.Forward : await DecideAsync(frame, connection, isRequest);
                if (action is not (ProxyAction.CutBefore or ProxyAction.ExpireBefore)) await to.SendAsync(frame, _stop.Token);
                if (action is ProxyAction.ExpireBefore or ProxyAction.ExpireAfter) await EndSessionAsync(connection);
                if (action != ProxyAction.Forward) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone.
        }
    }

    private async ValueTask<ProxyAction> DecideAsync(byte[] bytes, Connection connection, bool isRequest)
    {
        var xid = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4));
        ProxyFrame frame;
        ProxyAction action;
        lock (_lock)
        {
            if (isRequest) connection.Operations[xid] = (OpCode)BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(8));
            frame = !isRequest && xid == EventXid ? new ProxyFrame(ProxyFrameKind.Event, OpCode.Notification)
                : new ProxyFrame(isRequest ? ProxyFrameKind.Request : ProxyFrameKind.Reply, connection.Operations.GetValueOrDefault(xid));
            action = Rule(frame);
        }

        await Before(frame);
        return action;
    }

    private Task EndSessionAsync(Connection connection)
    {
        // Begun and noted in one: the server may drop the connection before this thread goes on.
        lock (_lock) return connection.Ending = EndSessionAsync(connection.Handshake!);
    }

    /// <summary>Takes a session over, with the id and password of the server's answer to its handshake, and closes it.</summary>
    private async Task EndSessionAsync(byte[] answer)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(_server, _stop.Token);
        using var stream = new NetworkStream(socket);

        // Length, protocol 0, last zxid 0; then time-out, session id and password as the server had answered them.
        var request = new byte[4 + HandshakeBytes];
        BinaryPrimitives.WriteInt32BigEndian(request, HandshakeBytes);
        answer.AsSpan(8, 4 + 8 + 4 + 16).CopyTo(request.AsSpan(16));
        await stream.WriteAsync(request, _stop.Token);
        await ReadFrameAsync(stream);

        var close = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(close, 8);
        BinaryPrimitives.WriteInt32BigEndian(close.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32BigEndian(close.AsSpan(8), (int)OpCode.CloseSession);
        await stream.WriteAsync(close, _stop.Token);
        await ReadFrameAsync(stream);
    }

    private async Task<byte[]> ReadFrameAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var frame = new byte[4 + BinaryPrimitives.ReadInt32BigEndian(length)];
        length.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(4), _stop.Token);
        return frame;
    }

    private sealed class Connection
    {
        /// <summary>The server's answer: session id and password.</summary>
        public byte[]? Handshake { get; set; }

        /// <summary>The end of its session, from its start on; completed while nobody ends it.</summary>
        public Task Ending { get; set; } = Task.CompletedTask;

        public Dictionary<int, OpCode> Operations { get; } = [];
    }
}
