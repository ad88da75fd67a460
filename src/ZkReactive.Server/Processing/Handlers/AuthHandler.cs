using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>
/// auth: <c>digest</c> takes <c>user:password</c> and adds the user with the Base64 of its SHA-1, and <c>super</c> for the one who is;
/// <c>ip</c> adds nothing new, any other scheme fails and closes the connection. Source: Apache ZooKeeper, <c>DigestAuthenticationProvider</c>.
/// </summary>
internal sealed class AuthHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var packet = AuthPacket.Read(ref body);
        var error = Authenticate(request, packet);
        // Replies to auth packets carry no zxid.
        request.WriteReply(new ReplyHeader(request.Xid, Zxid.None, error), default(EmptyRecord));
        if (error != ErrorCode.Ok) request.State.Detach(request.Client);
        return error;
    }

    private static ErrorCode Authenticate(RequestContext request, in AuthPacket packet)
    {
        if (packet.Scheme == "ip") return ErrorCode.Ok;
        if (packet.Scheme != "digest") return ErrorCode.AuthFailed;
        var id = DigestId.Of((packet.Auth ?? ReadOnlyMemory<byte>.Empty).Span);
        if (id == request.State.Options.SuperDigest) request.Client.AddIdentity(AclRules.Super);
        request.Client.AddIdentity(new ClientInfo("digest", id));
        return ErrorCode.Ok;
    }
}
