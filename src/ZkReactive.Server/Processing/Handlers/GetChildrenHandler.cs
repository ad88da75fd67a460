using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>getChildren and getChildren2, with a one-shot child watch on request.</summary>
internal sealed class GetChildrenHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        if (!request.Tree.TryReadNode(ref body, out var node, out _)) return ErrorCode.NoNode;
        var watch = body.ReadBool("watch");
        if (!request.Allows(node, Permissions.Read)) return ErrorCode.NoAuth;
        if (watch) request.State.Watches.Children.Add(node.Path, request.Client, WatchModes.OneShot);
        return request.Operation == OpCode.GetChildren2
            ? request.Reply(new GetChildren2Response(node.ChildNames, node.ToStat()))
            : request.Reply(new GetChildrenResponse(node.ChildNames));
    }
}
