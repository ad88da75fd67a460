using System.Security.Cryptography;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>
/// Serves the first frame of a connection: opens a session or takes one up again. Source: Apache ZooKeeper,
/// <c>ZooKeeperServer.processConnectRequest</c> and <c>finishSessionInit</c>.
/// </summary>
internal sealed class HandshakeProcessor(ServerState state)
{
    private const int PasswordBytes = 16;

    /// <exception cref="JuteFormatException">The frame is no connect request; the connection has to be closed.</exception>
    public void Serve(ClientState client, ref JuteReader body)
    {
        var request = ConnectRequest.Read(ref body);
        client.LastOperation = OpCode.CreateSession;
        if (request.LastZxidSeen.Value > state.Tree.LastZxid)
        {
            // The client has seen a future that this server knows nothing of; it must try another one.
            Log.Ahead(state.Logger, client.Remote, request.LastZxidSeen, new Zxid(state.Tree.LastZxid));
            state.Detach(client);
            return;
        }

        var timeout = Math.Clamp(
            request.TimeoutMilliseconds,
            (int)state.Options.EffectiveMinSessionTimeout.TotalMilliseconds,
            (int)state.Options.EffectiveMaxSessionTimeout.TotalMilliseconds);
        var session = request.SessionId == SessionId.None ? Open(timeout) : Resume(request, timeout);
        if (session is null) Refuse(client, request);
        else Accept(client, session, request, timeout);
    }

    private Session Open(int timeout)
    {
        var session = state.Sessions.Open(timeout, state.MonotonicMilliseconds);
        state.Commit(session.Id, 0, new CreateSessionTransaction(timeout));
        return session;
    }

    private Session? Resume(in ConnectRequest request, int timeout)
    {
        if (!state.Sessions.TryGet(request.SessionId.Value, out var session)) return null;
        if (!CryptographicOperations.FixedTimeEquals(session.Password, request.Password ?? [])) return null;
        session.TimeoutMilliseconds = timeout;
        state.Sessions.Touch(session, state.MonotonicMilliseconds);
        return session;
    }

    private void Accept(ClientState client, Session session, in ConnectRequest request, int timeout)
    {
        if (request.SessionId == SessionId.None) Log.SessionOpened(state.Logger, new SessionId(session.Id), client.Remote, timeout);
        else Log.SessionResumed(state.Logger, request.SessionId, client.Remote);
        if (session.Client is { } old) state.Detach(old);
        session.Client = client;
        client.Session = session;
        Reply(client, new ConnectResponse(0, timeout, new SessionId(session.Id), session.Password, request.ReadOnly is null ? null : false));
    }

    // An unknown session gets zeros for an answer, which clients take for expiry.
    private void Refuse(ClientState client, in ConnectRequest request)
    {
        Log.SessionRefused(state.Logger, request.SessionId, client.Remote);
        Reply(client, new ConnectResponse(0, 0, SessionId.None, new byte[PasswordBytes], request.ReadOnly is null ? null : false));
        state.Detach(client);
    }

    private void Reply(ClientState client, in ConnectResponse response)
    {
        client.Output.Append(response);
        client.PacketsSent++;
        state.Counters.Replies++;
    }
}
