using System.Net;
using System.Net.Sockets;
using ZkReactive.Client.Calls;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>
/// One TCP connection after its handshake: the requests written and not sent, those sent and not answered, and the
/// socket. Requests are written into a buffer under the owner's gate and go out together, by whichever thread sends.
/// </summary>
internal sealed partial class Connection : IDisposable
{
    // Above this, further requests wait until the socket took some: the socket's own buffer is full by then.
    private const int FullBytes = 256 * 1024;

    private readonly Lock _gate;
    private readonly Transport _transport;
    private readonly Socket _socket;
    private readonly IConnectionOwner _owner;
    private readonly int _maxPacketBytes;
    private FrameBuffer _filling;
    private FrameBuffer _sending;
    private bool _isSending;
    private bool _isFlushQueued;
    private int _xid;
    private int _closed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes over a transport whose handshake is done.</summary>
    public Connection(Lock gate, Transport transport, EndPoint server, IConnectionOwner owner, int maxPacketBytes)
    {
        _gate = gate;
        _transport = transport;
        _socket = transport.Socket;
        _owner = owner;
        _maxPacketBytes = maxPacketBytes;
        _filling = new FrameBuffer(maxPacketBytes, retain: 0);
        _sending = new FrameBuffer(maxPacketBytes, retain: 0);
        Server = server;
        if (transport.Tls is null) _socket.Blocking = false;
        _receive = new ReceiveOperation(this);
        _received = new ReceiveBuffer(maxPacketBytes);
    }

    /// <summary>The server.</summary>
    public EndPoint Server { get; }

    /// <summary>The requests that wait for a reply. Needs the gate.</summary>
    public InFlightQueue InFlight { get; } = new();

    /// <summary>Bytes of all requests written so far.</summary>
    public long StreamWritten { get; private set; }

    /// <summary>Bytes of all requests that the socket has or may have.</summary>
    public long StreamSent { get; private set; }

    /// <summary>Whether another request should wait. Needs the gate.</summary>
    public bool IsFullLocked => _filling.Length >= FullBytes;

    /// <summary>Whether the connection is over.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Completes when the connection is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Writes a request that is paired with its reply by order. Needs the gate.</summary>
    /// <exception cref="FrameLengthException">It is above the limit; nothing was written.</exception>
    public void WriteLocked(Call call)
    {
        call.Xid = Xids.Next(_xid);
        WriteWithXidLocked(call, call.Xid);
        _xid = call.Xid;
    }

    /// <summary>Writes a request with a fixed xid that is answered in order. Needs the gate.</summary>
    public void WriteWithXidLocked(Call call, int xid)
    {
        call.Xid = xid;
        var start = _filling.BeginFrame();
        try
        {
            var writer = new JuteWriter(_filling);
            new RequestHeader(xid, call.OpCode).Write(ref writer);
            call.WriteBody(ref writer);
            writer.Flush();
            _filling.EndFrame(start);
        }
        catch
        {
            _filling.Truncate(start);
            throw;
        }

        StreamWritten += _filling.Length - start;
        call.StreamEnd = StreamWritten;
        InFlight.Enqueue(call);
    }

    /// <summary>Writes a request whose reply is not paired by order: a ping or an auth packet. Needs the gate.</summary>
    public void WriteUnpairedLocked<TBody>(int xid, OpCode opCode, in TBody body)
        where TBody : IJuteRecord<TBody>
    {
        var before = _filling.Length;
        _filling.Append(new RequestHeader(xid, opCode), body);
        StreamWritten += _filling.Length - before;
    }

    /// <summary>Ends the connection and tells the owner, once.</summary>
    public void Close(Exception reason)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        _socket.Dispose();
        _owner.OnClosed(this, reason);
        _ended.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Interlocked.Exchange(ref _closed, 1);
        _socket.Dispose();
    }
}
