using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>exists, with a one-shot data watch on request, which is set even when there is no such node.</summary>
internal sealed class ExistsHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var found = request.Tree.TryReadNode(ref body, out var node, out var missing);
        var watch = body.ReadBool("watch");
        if (found && !request.Allows(node!, Permissions.Read)) return ErrorCode.NoAuth;
        if (!found && missing!.Contains('\0', StringComparison.Ordinal)) return ErrorCode.BadArguments;
        if (watch) request.State.Watches.Data.Add(found ? node!.Path : missing!, request.Client, WatchModes.OneShot);
        return found ? request.Reply(new ExistsResponse(node!.ToStat())) : ErrorCode.NoNode;
    }
}
