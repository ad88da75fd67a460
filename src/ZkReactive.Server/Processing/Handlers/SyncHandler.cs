using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>sync: with one server everything is in sync, so the path goes back as it came.</summary>
internal sealed class SyncHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body) =>
        request.Reply(new SyncResponse(SyncRequest.Read(ref body).Path));
}
