using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>multiRead: getData and getChildren, each with its own error.</summary>
internal sealed class MultiReadHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var operations = MultiRequest.Read(ref body).Operations;
        if (operations.Any(o => o is not (MultiOperation.GetData or MultiOperation.GetChildren))) return ErrorCode.MarshallingError;
        return request.Reply(new MultiResponse([.. operations.Select(o => Read(request, o))]));
    }

    private static MultiResult Read(RequestContext request, MultiOperation operation)
    {
        if (!request.Tree.TryGet(operation.Path, out var node)) return new MultiResult.Failed(ErrorCode.NoNode);
        if (!request.Allows(node, Permissions.Read)) return new MultiResult.Failed(ErrorCode.NoAuth);
        return operation is MultiOperation.GetData
            ? new MultiResult.Data(new GetDataResponse(node.Data, node.ToStat()))
            : new MultiResult.Children(new GetChildrenResponse(node.ChildNames));
    }
}
