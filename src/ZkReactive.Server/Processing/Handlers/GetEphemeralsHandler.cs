using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>getEphemerals: those of this session whose path begins with a prefix of characters, not of segments.</summary>
internal sealed class GetEphemeralsHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var prefix = GetEphemeralsRequest.Read(ref body).PrefixPath;
        var all = request.Tree.EphemeralsOf(request.Session.Id);
        var wanted = string.IsNullOrWhiteSpace(prefix) || prefix.Trim() == DataTree.RootPath
            ? all
            : [.. all.Where(path => path.StartsWith(prefix, StringComparison.Ordinal))];
        return request.Reply(new GetEphemeralsResponse(wanted));
    }
}
