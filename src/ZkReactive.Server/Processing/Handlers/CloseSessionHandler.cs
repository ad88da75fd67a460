using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>closeSession: ephemerals go, their watches fire, then comes the reply, then the connection closes.</summary>
internal sealed class CloseSessionHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        request.State.CloseSession(request.Session, request.Xid);
        return ErrorCode.Ok;
    }
}
