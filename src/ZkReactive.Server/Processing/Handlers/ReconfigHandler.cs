using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>reconfig: switched off, as it is by default in Apache ZooKeeper, where a standalone server cannot do it anyway.</summary>
internal sealed class ReconfigHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        ReconfigRequest.Read(ref body);
        return request.Commit(ErrorCode.ReconfigDisabled, null);
    }
}
