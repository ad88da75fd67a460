using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Connections;
using ZkReactive.Server.Sessions;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing;

/// <summary>The request that is being processed. One object serves all of them in turn, under the server's lock.</summary>
internal sealed class RequestContext(ServerState state)
{
    public ServerState State { get; } = state;

    public DataTree Tree => State.Tree;

    public ClientState Client { get; private set; } = null!;

    public Session Session { get; private set; } = null!;

    public int Xid { get; private set; }

    public OpCode Operation { get; private set; }

    public Requester Requester => new(Session.Id, Client.Identities);

    /// <summary>Where the reply's frame starts in the output; negative until it is written.</summary>
    public int ReplyStart { get; private set; }

    public void Begin(ClientState client, Session session, in RequestHeader header)
    {
        Client = client;
        Session = session;
        Xid = header.Xid;
        Operation = header.OpCode;
        ReplyStart = -1;
    }

    /// <summary>Whether the client may do this to a node.</summary>
    public bool Allows(DataNode node, Permissions permission) => AclRules.Allows(node.Acl, permission, Client.Identities);

    /// <summary>Applies a decided change, or takes a zxid for a refused one.</summary>
    public ErrorCode Commit(ErrorCode decision, Transaction? transaction, List<Stat>? partStats = null)
    {
        State.Commit(Session.Id, Xid, decision == ErrorCode.Ok ? transaction! : new ErrorTransaction(decision), partStats);
        return decision;
    }

    /// <summary>Answers ok, with a record.</summary>
    public ErrorCode Reply<TBody>(in TBody body)
        where TBody : IJuteRecord<TBody>
    {
        WriteReply(new ReplyHeader(Xid, new Zxid(Tree.LastZxid), ErrorCode.Ok), body);
        return ErrorCode.Ok;
    }

    /// <summary>Answers without a body.</summary>
    public void ReplyBare(ErrorCode error) => WriteReply(new ReplyHeader(Xid, new Zxid(Tree.LastZxid), error), default(EmptyRecord));

    /// <summary>Answers with a header of the caller's own.</summary>
    public void WriteReply<TBody>(in ReplyHeader header, in TBody body)
        where TBody : IJuteRecord<TBody>
    {
        ReplyStart = Client.Output.Length;
        Client.Output.Append(header, body);
        Client.PacketsSent++;
        Client.LastZxid = header.Zxid.Value;
        State.Counters.Replies++;
    }
}
