using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Sessions;

namespace ZkReactive.Server.Processing;

/// <summary>Does to requests and replies what the fault rules say. Needs the server's lock.</summary>
internal static class FaultGate
{
    public static ServerRequestInfo Describe(ClientState client, long session, OpCode operation, int xid, JuteReader body) =>
        new(client.Number, client.PacketsReceived, new SessionId(session), operation, xid, PeekPath(operation, body));

    /// <summary>Does what an action wants done instead of the request; false when the request is to be served.</summary>
    public static bool StopsRequest(ServerState state, RequestContext request, FaultAction action)
    {
        switch (action.Kind)
        {
            case FaultKind.DropBeforeProcessing:
                state.Detach(request.Client);
                return true;
            case FaultKind.ExpireSession:
                state.CloseSession(request.Session, 0);
                return true;
            case FaultKind.Fail:
                request.ReplyBare(action.Code);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Does what an action wants done to a reply that stands in the output but is not sent yet.</summary>
    public static void Spoil(ServerState state, RequestContext request, FaultAction action) =>
        Spoil(state, request.Client, request.Session, request.ReplyStart, action);

    /// <summary>A handshake under fault rules; the same, but the session is known only afterwards.</summary>
    public static void ServeHandshake(
        ServerState state, ZkServerFaults faults, HandshakeProcessor handshakes, ClientState client, ref JuteReader body)
    {
        var action = faults.Decide(Describe(client, PeekSession(body), OpCode.CreateSession, 0, body));
        switch (action.Kind)
        {
            case FaultKind.DropBeforeProcessing or FaultKind.Fail:
                state.Detach(client);
                return;
            case FaultKind.ExpireSession when state.Sessions.TryGet(PeekSession(body), out var resumed):
                state.CloseSession(resumed, 0);
                break;
        }

        var start = client.Output.Length;
        handshakes.Serve(client, ref body);
        Spoil(state, client, client.Session, start, action);
    }

    private static void Spoil(ServerState state, ClientState client, Session? session, int replyStart, FaultAction action)
    {
        switch (action.Kind)
        {
            case FaultKind.DropAfterProcessing:
                client.Output.Truncate(replyStart);
                state.Detach(client);
                break;
            case FaultKind.DropAfterReply:
                state.Detach(client);
                break;
            case FaultKind.ExpireSessionAfterProcessing:
                client.Output.Truncate(replyStart);
                if (session is not null) state.CloseSession(session, 0);
                state.Detach(client);
                break;
            case FaultKind.Truncate:
                client.Output.Truncate(Math.Min(client.Output.Length, replyStart + action.Bytes));
                state.Detach(client);
                break;
            case FaultKind.Delay:
                client.Transport.HoldLocked(action.DelayTime);
                break;
        }
    }

    private static long PeekSession(JuteReader body)
    {
        try
        {
            return Protocol.Records.ConnectRequest.Read(ref body).SessionId.Value;
        }
        catch (JuteFormatException)
        {
            return 0;
        }
    }

    private static string? PeekPath(OpCode operation, JuteReader body)
    {
        var beginsWithPath = operation is (>= OpCode.Create and <= OpCode.Sync) or OpCode.GetChildren2 or OpCode.Create2
            or OpCode.CheckWatches or OpCode.RemoveWatches or OpCode.CreateContainer or OpCode.CreateTtl
            or OpCode.GetEphemerals or OpCode.GetAllChildrenNumber or OpCode.AddWatch;
        if (!beginsWithPath) return null;
        try
        {
            return body.ReadNullableString("path");
        }
        catch (JuteFormatException)
        {
            return null;
        }
    }
}
