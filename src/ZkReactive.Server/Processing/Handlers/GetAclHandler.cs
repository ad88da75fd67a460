using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>getACL, for those who may read or administer; only the latter see digests.</summary>
internal sealed class GetAclHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        if (!request.Tree.TryReadNode(ref body, out var node, out _)) return ErrorCode.NoNode;
        if (!request.Allows(node, Permissions.Read | Permissions.Admin)) return ErrorCode.NoAuth;
        var acl = request.Allows(node, Permissions.Admin) ? node.Acl : AclRules.HideDigests(node.Acl);
        return request.Reply(new GetAclResponse(acl, node.ToStat()));
    }
}
