using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>
/// auth: <c>digest</c> takes <c>user:password</c> and adds the user with the Base64 of its SHA-1, <c>ip</c> adds nothing
/// new, any other scheme fails and closes the connection. Source: Apache ZooKeeper, <c>DigestAuthenticationProvider</c>.
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
        var secret = (packet.Auth ?? ReadOnlyMemory<byte>.Empty).Span;
        var user = Encoding.UTF8.GetString(secret).Split(':', 2)[0];
        request.Client.AddIdentity(new ClientInfo("digest", $"{user}:{HashOf(secret)}"));
        return ErrorCode.Ok;
    }

    [SuppressMessage("Security", "CA5350", Justification = "The digest scheme is defined with SHA-1; ACLs of existing trees hold its hashes.")]
    private static string HashOf(ReadOnlySpan<byte> secret) => Convert.ToBase64String(SHA1.HashData(secret));
}
