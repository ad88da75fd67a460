using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Protocol.Sasl;
using ZkReactive.Server.Authentication;
using ZkReactive.Server.Diagnostics;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>
/// SASL with DIGEST-MD5. A server without users answers with no token, as Apache ZooKeeper does when not configured for it.
/// Source: Apache ZooKeeper, <c>ZooKeeperServer.processSasl</c>.
/// </summary>
internal sealed class SaslHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var token = GetSaslRequest.Read(ref body).Token ?? ReadOnlyMemory<byte>.Empty;
        var (client, users) = (request.Client, request.State.Options.SaslUsers);
        if (users.Count == 0) return Reply(request, ErrorCode.Ok, null);

        var exchange = client.Sasl ??= new DigestMd5Server(users, DigestMd5.NewNonce());
        if (exchange.Take(token.Span) is not { } answer)
        {
            Log.SaslRefused(request.State.Logger, client.Number, client.Remote);
            var refusal = request.State.Options.RequireSasl ? ErrorCode.SessionClosedRequireSaslAuth : ErrorCode.AuthFailed;
            Reply(request, refusal, null);
            request.State.Detach(client);
            return refusal;
        }

        if (exchange.User is { } user) client.AddIdentity(new ClientInfo(AclRules.Sasl, user));
        return Reply(request, ErrorCode.Ok, answer);
    }

    // Replies to SASL tokens carry no zxid.
    private static ErrorCode Reply(RequestContext request, ErrorCode error, string? token)
    {
        request.WriteReply(new ReplyHeader(request.Xid, Zxid.None, error), new SetSaslResponse(token is null ? null : Encoding.UTF8.GetBytes(token)));
        return error;
    }
}
