using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>setACL.</summary>
internal sealed class SetAclHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var set = SetAclRequest.Read(ref body);
        var error = request.State.Decider.SetAcl(request.Requester, set.Path, set.Acls, set.Version, out var transaction);
        if (request.Commit(error, transaction) != ErrorCode.Ok) return error;
        request.Tree.TryGet(set.Path, out var node);
        return request.Reply(new SetAclResponse(node!.ToStat()));
    }
}
