using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>
/// multi: all parts or none, under one zxid. When a part is refused the reply as a whole is still ok: the parts before
/// it carry ok, it carries its error, and those behind it runtime inconsistency.
/// </summary>
internal sealed class MultiHandler : IRequestHandler
{
    private readonly List<Stat> _stats = [];

    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var operations = MultiRequest.Read(ref body).Operations;
        var parts = new List<Transaction>(operations.Count);
        var error = DecideAll(request, operations, parts);
        if (error == ErrorCode.MarshallingError) return request.Commit(error, null);
        if (error != ErrorCode.Ok)
        {
            request.Commit(error, null);
            return request.Reply(new MultiResponse(Refusals(operations.Count, parts.Count, error)));
        }

        _stats.Clear();
        request.Commit(ErrorCode.Ok, new MultiTransaction(parts), _stats);
        return request.Reply(new MultiResponse([.. operations.Select((o, i) => ResultOf(o.OpCode, parts[i], _stats[i]))]));
    }

    private static ErrorCode DecideAll(RequestContext request, IReadOnlyList<MultiOperation> operations, List<Transaction> parts)
    {
        var decider = request.State.Decider;
        decider.BeginMulti();
        try
        {
            foreach (var operation in operations)
            {
                var error = Decide(decider, request.Requester, operation, out var part);
                if (error != ErrorCode.Ok) return error;
                parts.Add(part!);
            }

            return ErrorCode.Ok;
        }
        finally
        {
            decider.EndMulti();
        }
    }

    private static ErrorCode Decide(TransactionDecider decider, in Requester requester, MultiOperation operation, out Transaction? part)
    {
        ErrorCode error;
        part = null;
        switch (operation)
        {
            case MultiOperation.Create create:
                error = decider.Create(requester, CreateProposal.From(create.OpCode, create.Request), out var created);
                part = created;
                return error;
            case MultiOperation.CreateTtl create:
                error = decider.Create(requester, CreateProposal.From(create.Request), out var createdTtl);
                part = createdTtl;
                return error;
            case MultiOperation.Delete { Request: var delete }:
                error = decider.Delete(requester, delete.Path, delete.Version, out var deleted);
                part = deleted;
                return error;
            case MultiOperation.SetData { Request: var set }:
                error = decider.SetData(requester, set.Path, set.Data?.ToArray(), set.Version, out var dataSet);
                part = dataSet;
                return error;
            case MultiOperation.Check { Request: var check }:
                error = decider.Check(requester, check.Path, check.Version, out var held);
                part = held;
                return error;
            default:
                return ErrorCode.MarshallingError;
        }
    }

    private static List<MultiResult> Refusals(int count, int refused, ErrorCode error)
    {
        var results = new List<MultiResult>(count);
        for (var i = 0; i < count; i++)
        {
            results.Add(new MultiResult.Failed(i < refused ? ErrorCode.Ok : i == refused ? error : ErrorCode.RuntimeInconsistency));
        }

        return results;
    }

    private static MultiResult ResultOf(OpCode operation, Transaction part, in Stat stat) => part switch
    {
        CreateTransaction create when operation == OpCode.Create => new MultiResult.Created(new CreateResponse(create.Path)),
        CreateTransaction create => new MultiResult.CreatedWithStat(new Create2Response(create.Path, stat)),
        SetDataTransaction => new MultiResult.DataSet(new SetDataResponse(stat)),
        DeleteTransaction => MultiResult.Deleted.Instance,
        _ => MultiResult.Checked.Instance,
    };
}
