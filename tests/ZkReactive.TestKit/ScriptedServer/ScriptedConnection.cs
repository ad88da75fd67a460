using System.Buffers.Binary;
using System.Net.Sockets;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.TestKit.ScriptedServer;

/// <summary>One connection of a <see cref="ScriptedServer"/>: what came is read and recorded in order, and nothing is answered unless the test says so.</summary>
public sealed class ScriptedConnection(Socket socket) : IDisposable
{
    /// <summary>How long a test waits for what should come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly List<ScriptedRequest> _requests = [];

    /// <summary>What the client asked for when it connected.</summary>
    public ConnectRequest Connect { get; private set; }

    /// <summary>Every request read so far, pings included, in order.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => _requests;

    /// <summary>Whether each byte goes out alone.</summary>
    public bool SendsByteByByte { get; set; }

    /// <summary>Whether pings are answered and passed over by <see cref="ReadAsync"/>.</summary>
    public bool AnswersPings { get; set; } = true;

    /// <summary>Reads the connect request.</summary>
    public async Task<ConnectRequest> ReadConnectAsync()
    {
        var frame = await ReadFrameAsync();
        Connect = Parse(frame);
        return Connect;

        static ConnectRequest Parse(byte[] frame)
        {
            var reader = new JuteReader(frame);
            return ConnectRequest.Read(ref reader);
        }
    }

    /// <summary>Grants a session.</summary>
    public Task GrantAsync(long sessionId, int timeoutMilliseconds = 10_000, bool isReadOnly = false) =>
        WriteAsync(new ConnectResponse(0, timeoutMilliseconds, new SessionId(sessionId), new byte[16], isReadOnly), default(EmptyRecord));

    /// <summary>Says that the session has expired.</summary>
    public Task ExpireAsync() => WriteAsync(new ConnectResponse(0, 0, SessionId.None, new byte[16], false), default(EmptyRecord));

    /// <summary>Reads the next request.</summary>
    public async Task<ScriptedRequest> ReadAsync()
    {
        while (true)
        {
            var request = Parse(await ReadFrameAsync());
            _requests.Add(request);
            if (request.OpCode != OpCode.Ping || !AnswersPings) return request;
            await ReplyAsync(request.Xid, 0);
        }
    }

    /// <summary>Reads the next request and checks its type.</summary>
    public async Task<ScriptedRequest> ExpectAsync(OpCode opCode)
    {
        var request = await ReadAsync();
        return request.OpCode == opCode ? request : throw new InvalidOperationException($"{opCode} was expected, {request.OpCode} came.");
    }

    /// <summary>Answers with a header alone.</summary>
    public Task ReplyAsync(int xid, long zxid, ErrorCode error = ErrorCode.Ok) =>
        WriteAsync(new ReplyHeader(xid, new Zxid(zxid), error), default(EmptyRecord));

    /// <summary>Answers with a body.</summary>
    public Task ReplyAsync<TBody>(int xid, long zxid, TBody body)
        where TBody : IJuteRecord<TBody> =>
        WriteAsync(new ReplyHeader(xid, new Zxid(zxid), ErrorCode.Ok), body);

    /// <summary>Sends a watch event.</summary>
    public Task EventAsync(WatchEventType type, string path, long zxid = -1) =>
        WriteAsync(new ReplyHeader(Xids.Notification, new Zxid(zxid), ErrorCode.Ok), new WatcherEvent(type, KeeperState.SyncConnected, path));

    /// <summary>Sends a frame.</summary>
    public async Task WriteAsync<THeader, TBody>(THeader header, TBody body)
        where THeader : IJuteRecord<THeader>
        where TBody : IJuteRecord<TBody> =>
        await WriteRawAsync(Frame(header, body));

    /// <summary>The bytes of a frame, for tests that cut or join them.</summary>
    public static byte[] Frame<THeader, TBody>(THeader header, TBody body)
        where THeader : IJuteRecord<THeader>
        where TBody : IJuteRecord<TBody>
    {
        using var buffer = new FrameBuffer(int.MaxValue);
        buffer.Append(header, body);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a four-letter word, answers it and closes.</summary>
    public async Task AnswerWordAsync(string word, string answer)
    {
        var asked = System.Text.Encoding.ASCII.GetString(await ReadExactlyAsync(word.Length));
        if (asked != word) throw new InvalidOperationException($"'{word}' was expected, '{asked}' came.");
        await WriteRawAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        Close();
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task WriteRawAsync(ReadOnlyMemory<byte> bytes)
    {
        socket.NoDelay = true;
        var step = SendsByteByByte ? 1 : bytes.Length;
        while (bytes.Length > 0)
        {
            var sent = await socket.SendAsync(bytes[..Math.Min(step, bytes.Length)]);
            bytes = bytes[sent..];
        }
    }

    /// <summary>Waits until the client closed the connection; what it still sends is read and recorded.</summary>
    public async Task WaitForCloseAsync()
    {
        try
        {
            while (true) await ReadAsync();
        }
        catch (Exception e) when (e is EndOfStreamException or SocketException)
        {
            // That is it.
        }
    }

    /// <summary>Closes the connection in good order.</summary>
    public void Close() => socket.Dispose();

    /// <summary>Resets the connection, as a machine that lost its memory does.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<byte[]> ReadFrameAsync()
    {
        var prefix = await ReadExactlyAsync(FrameLength.PrefixSize);
        return await ReadExactlyAsync(BinaryPrimitives.ReadInt32BigEndian(prefix));
    }

    private async Task<byte[]> ReadExactlyAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Patience, TimeProvider.System);
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var got = await socket.ReceiveAsync(bytes.AsMemory(have), deadline.Token);
            if (got == 0) throw new EndOfStreamException("The client closed the connection.");
            have += got;
        }

        return bytes;
    }

    private static ScriptedRequest Parse(byte[] frame)
    {
        var reader = new JuteReader(frame);
        var header = RequestHeader.Read(ref reader);
        return new ScriptedRequest(header.Xid, header.OpCode, frame[reader.Offset..]);
    }
}
