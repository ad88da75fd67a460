using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>setData.</summary>
internal sealed class SetDataHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var start = body;
        var path = request.Tree.TryReadNode(ref body, out var node, out var missing) ? node.Path : missing;
        // The empty path stands for the root in reads only.
        if (start.ReadBuffer().IsEmpty) path = "";
        var data = body.ReadBytes("data");
        var version = body.ReadInt("version");
        var error = request.State.Decider.SetData(request.Requester, path, data, version, out var transaction);
        if (request.Commit(error, transaction) != ErrorCode.Ok) return error;
        return request.Reply(new SetDataResponse(node!.ToStat()));
    }
}
