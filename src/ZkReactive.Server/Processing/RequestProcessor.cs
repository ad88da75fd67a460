using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Connections;

namespace ZkReactive.Server.Processing;

/// <summary>
/// Serves the frames of connections: bytes in, bytes in the output of this and other connections. No I/O; every method
/// needs the server's lock. Source: Apache ZooKeeper, <c>ZooKeeperServer.processPacket</c> and <c>FinalRequestProcessor</c>.
/// </summary>
internal sealed class RequestProcessor(ServerState state, ZkServerFaults faults, HandshakeProcessor handshakes)
{
    /// <summary>While a client has this much to read, its requests are left alone.</summary>
    public const int OutputHighWater = 1024 * 1024;

    // What stands in the reply to a request that never got as far as being processed.
    private static readonly Zxid UnprocessedZxid = new(-1);

    private readonly RequestContext _context = new(state);
    private readonly HandlerTable _handlers = new();

    /// <summary>
    /// Serves the whole frames at the start of <paramref name="received"/> and moves it behind them. Stops early when the
    /// client has much to read, the disk much to take, or the connection ends.
    /// </summary>
    /// <returns>How many frames were served.</returns>
    /// <exception cref="FrameLengthException">A frame is too long; those before it were served.</exception>
    public int ServeLocked(ClientState client, ref ReadOnlySpan<byte> received)
    {
        if (state.IsBroken) state.Detach(client);
        var served = 0;
        while (!client.Ended && client.Output.Length < OutputHighWater && state.Commits is not { IsFullLocked: true }
            && FrameReader.TryRead(ref received, state.Options.MaxPacketBytes, out var frame))
        {
            served++;
            client.PacketsReceived++;
            state.Counters.PacketsReceived++;
            ServeFrame(client, frame);
        }

        return served;
    }

    private void ServeFrame(ClientState client, ReadOnlySpan<byte> frame)
    {
        var body = new JuteReader(frame);
        if (client.Session is not { } session)
        {
            if (faults.HasRules) FaultGate.ServeHandshake(state, faults, handshakes, client, ref body);
            else handshakes.Serve(client, ref body);
            return;
        }

        var header = RequestHeader.Read(ref body);
        state.Sessions.Touch(session, state.MonotonicMilliseconds);
        client.LastOperation = header.OpCode;
        client.LastXid = header.Xid;
        _context.Begin(client, session, header);
        if (faults.HasRules) ServeWithFaults(ref body);
        else Serve(ref body);
    }

    private void Serve(ref JuteReader body)
    {
        if (state.Options.RequireSasl && _context.Client.Sasl?.User is null && _context.Operation is not (OpCode.Auth or OpCode.Sasl))
        {
            _context.WriteReply(new ReplyHeader(_context.Xid, Zxid.None, ErrorCode.SessionClosedRequireSaslAuth), default(EmptyRecord));
            state.Detach(_context.Client);
            return;
        }

        if (!_handlers.TryGet(_context.Operation, out var handler) || faults.IsUnimplemented(_context.Operation))
        {
            _context.WriteReply(new ReplyHeader(_context.Xid, UnprocessedZxid, ErrorCode.Unimplemented), default(EmptyRecord));
            state.Detach(_context.Client);
            return;
        }

        ErrorCode error;
        try
        {
            error = handler.Handle(_context, ref body);
        }
        catch (JuteFormatException)
        {
            error = ErrorCode.MarshallingError;
        }

        if (_context.ReplyStart < 0) _context.ReplyBare(error);
    }

    private void ServeWithFaults(ref JuteReader body)
    {
        var client = _context.Client;
        var action = faults.Decide(FaultGate.Describe(client, _context.Session.Id, _context.Operation, _context.Xid, body));
        if (FaultGate.StopsRequest(state, _context, action)) return;
        Serve(ref body);
        FaultGate.Spoil(state, _context, action);
    }
}
