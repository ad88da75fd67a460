using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>create, create2, createContainer and createTTL; all but the first answer with the stat too.</summary>
internal sealed class CreateHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var proposal = request.Operation == OpCode.CreateTtl
            ? CreateProposal.From(CreateTtlRequest.Read(ref body))
            : CreateProposal.From(request.Operation, CreateRequest.Read(ref body));
        var error = request.State.Decider.Create(request.Requester, proposal, out var transaction);
        if (request.Commit(error, transaction) != ErrorCode.Ok) return error;
        if (request.Operation == OpCode.Create) return request.Reply(new CreateResponse(transaction!.Path));

        request.Tree.TryGet(transaction!.Path, out var node);
        return request.Reply(new Create2Response(node!.Path, node.ToStat()));
    }
}
