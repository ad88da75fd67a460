using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>getData, with a one-shot data watch on request.</summary>
internal sealed class GetDataHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        if (!request.Tree.TryReadNode(ref body, out var node, out _)) return ErrorCode.NoNode;
        var watch = body.ReadBool("watch");
        if (!request.Allows(node, Permissions.Read)) return ErrorCode.NoAuth;
        if (watch) request.State.Watches.Data.Add(node.Path, request.Client, WatchModes.OneShot);
        return request.Reply(new GetDataResponse(node.Data, node.ToStat()));
    }
}
