using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>SASL, which this server has none of: it answers with an empty token, as Apache ZooKeeper does when not configured for it.</summary>
internal sealed class SaslHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        GetSaslRequest.Read(ref body);
        request.WriteReply(new ReplyHeader(request.Xid, Zxid.None, ErrorCode.Ok), new SetSaslResponse(null));
        return ErrorCode.Ok;
    }
}
