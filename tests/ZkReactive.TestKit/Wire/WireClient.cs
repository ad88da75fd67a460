using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.TestKit.Wire;

/// <summary>
/// A bare socket that speaks ZooKeeper's protocol frame by frame, for tests of servers: nothing is sent or read unless
/// the test says so. Every wait gives up after half a minute.
/// </summary>
public sealed class WireClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly Queue<WireReply> _events = [];
    private int _xid;

    private WireClient(TcpClient tcp)
    {
        _tcp = tcp;
        _stream = tcp.GetStream();
    }

    /// <summary>What the server answered to the handshake.</summary>
    public ConnectResponse Session { get; private set; }

    public SessionId Id => Session.SessionId;

    /// <summary>Opens a socket and does nothing more.</summary>
    public static async Task<WireClient> OpenAsync(IPEndPoint endPoint)
    {
        var tcp = new TcpClient(endPoint.AddressFamily) { NoDelay = true };
        await tcp.ConnectAsync(endPoint);
        return new WireClient(tcp);
    }

    /// <summary>Opens a socket and a session.</summary>
    public static Task<WireClient> ConnectAsync(IPEndPoint endPoint, int timeoutMilliseconds = 10_000) =>
        ConnectAsync(endPoint, new ConnectRequest(0, Zxid.None, timeoutMilliseconds, SessionId.None, new byte[16], false));

    /// <summary>Opens a socket and takes a session up again.</summary>
    public static Task<WireClient> ResumeAsync(IPEndPoint endPoint, ConnectResponse session) => ConnectAsync(
        endPoint, new ConnectRequest(0, Zxid.None, session.TimeoutMilliseconds, session.SessionId, session.Password, false));

    /// <summary>Opens a socket and shakes hands with this request.</summary>
    public static async Task<WireClient> ConnectAsync(IPEndPoint endPoint, ConnectRequest request)
    {
        var client = await OpenAsync(endPoint);
        await client.SendFrameAsync(request);
        client.Session = ParseSession(await client.ReadFrameAsync() ?? throw new IOException("The server closed the connection instead of answering the handshake."));
        return client;
    }

    /// <summary>Sends a frame of one record.</summary>
    public async Task SendFrameAsync<T>(T record)
        where T : IJuteRecord<T>
    {
        using var buffer = new FrameBuffer(int.MaxValue);
        buffer.Append(record);
        await SendBytesAsync(buffer.WrittenMemory.ToArray());
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        await _stream.WriteAsync(bytes, deadline.Token);
    }

    /// <summary>Sends a request without waiting for its reply.</summary>
    /// <returns>Its xid.</returns>
    public async Task<int> SendAsync<T>(OpCode operation, T body, int? xid = null)
        where T : IJuteRecord<T>
    {
        var number = xid ?? ++_xid;
        using var buffer = new FrameBuffer(int.MaxValue);
        buffer.Append(new RequestHeader(number, operation), body);
        await SendBytesAsync(buffer.WrittenMemory.ToArray());
        return number;
    }

    /// <summary>Sends a request and waits for its reply; events that come before it wait for <see cref="NextEventAsync"/>.</summary>
    public async Task<WireReply> CallAsync<T>(OpCode operation, T body, int? xid = null)
        where T : IJuteRecord<T>
    {
        var number = await SendAsync(operation, body, xid);
        var reply = await ReadReplyAsync();
        return reply.Header.Xid == number ? reply : throw new IOException($"The reply to {number} was expected, {reply.Header.Xid} came.");
    }

    /// <summary>The next frame that is not an event.</summary>
    public async Task<WireReply> ReadReplyAsync()
    {
        while (true)
        {
            var reply = await ReadAsync() ?? throw new IOException("The server closed the connection.");
            if (reply.Header.Xid != Xids.Notification) return reply;
            _events.Enqueue(reply);
        }
    }

    /// <summary>The next event that was not asked for yet, waiting for it if need be.</summary>
    public async Task<WireReply> NextEventAsync()
    {
        if (_events.TryDequeue(out var waiting)) return waiting;
        var reply = await ReadAsync() ?? throw new IOException("The server closed the connection.");
        return reply.Header.Xid == Xids.Notification ? reply : throw new IOException($"An event was expected, the reply to {reply.Header.Xid} came.");
    }

    /// <summary>Events that came so far, after a ping that flushes them out.</summary>
    public async Task<IReadOnlyList<WatcherEvent>> EventsSoFarAsync()
    {
        await CallAsync(OpCode.Ping, default(EmptyRecord), Xids.Ping);
        WatcherEvent[] all = [.. _events.Select(e => e.As<WatcherEvent>())];
        _events.Clear();
        return all;
    }

    /// <summary>The next frame; null when the server has closed the connection.</summary>
    public async Task<WireReply?> ReadAsync()
    {
        if (await ReadFrameAsync() is not { } frame) return null;
        var reader = new JuteReader(frame);
        return new WireReply(ReplyHeader.Read(ref reader), frame[ReplyHeader.Size..]);
    }

    /// <summary>The next frame's content; null when the server has closed the connection, even in the middle of a frame.</summary>
    public async Task<byte[]?> ReadFrameAsync()
    {
        if (await ReadExactlyAsync(FrameLength.PrefixSize) is not { } prefix) return null;
        return await ReadExactlyAsync(BinaryPrimitives.ReadInt32BigEndian(prefix));
    }

    /// <summary>Everything until the server closes the connection.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, deadline.Token);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // An end as good as any other.
        }

        return all.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ConnectResponse ParseSession(byte[] frame)
    {
        var reader = new JuteReader(frame);
        return ConnectResponse.Read(ref reader);
    }

    private async Task<byte[]?> ReadExactlyAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var bytes = new byte[count];
        try
        {
            await _stream.ReadExactlyAsync(bytes, deadline.Token);
            return bytes;
        }
        catch (Exception e) when (e is EndOfStreamException || e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return null;
        }
    }
}
