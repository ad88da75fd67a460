using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>ping: that the session was touched is all there is to it.</summary>
internal sealed class PingHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body) => ErrorCode.Ok;
}
