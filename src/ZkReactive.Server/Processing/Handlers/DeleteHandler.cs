using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>delete.</summary>
internal sealed class DeleteHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var delete = DeleteRequest.Read(ref body);
        return request.Commit(
            request.State.Decider.Delete(request.Requester, delete.Path, delete.Version, out var transaction), transaction);
    }
}
