using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>getAllChildrenNumber: how many nodes are below a path, at every depth.</summary>
internal sealed class GetAllChildrenNumberHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        if (!request.Tree.TryReadNode(ref body, out var node, out _)) return ErrorCode.NoNode;
        if (!request.Allows(node, Permissions.Read)) return ErrorCode.NoAuth;
        return request.Reply(new GetAllChildrenNumberResponse(request.Tree.CountBelow(node)));
    }
}
