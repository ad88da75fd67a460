using System.Diagnostics.CodeAnalysis;
using ZkReactive.Protocol;
using ZkReactive.Server.Processing.Handlers;

namespace ZkReactive.Server.Processing;

/// <summary>Which handler serves which operation.</summary>
internal sealed class HandlerTable
{
    // Operations from 0 on stand at their own number; closeSession, the one negative operation of clients, at the end.
    private const int CloseSessionSlot = (int)OpCode.WhoAmI + 1;

    private readonly IRequestHandler?[] _handlers = new IRequestHandler?[CloseSessionSlot + 1];

    public HandlerTable()
    {
        Add(new GetDataHandler(), OpCode.GetData);
        Add(new ExistsHandler(), OpCode.Exists);
        Add(new GetChildrenHandler(), OpCode.GetChildren, OpCode.GetChildren2);
        Add(new CreateHandler(), OpCode.Create, OpCode.Create2, OpCode.CreateContainer, OpCode.CreateTtl);
        Add(new DeleteHandler(), OpCode.Delete);
        Add(new SetDataHandler(), OpCode.SetData);
        Add(new GetAclHandler(), OpCode.GetAcl);
        Add(new SetAclHandler(), OpCode.SetAcl);
        Add(new MultiHandler(), OpCode.Multi);
        Add(new MultiReadHandler(), OpCode.MultiRead);
        Add(new SyncHandler(), OpCode.Sync);
        Add(new PingHandler(), OpCode.Ping);
        Add(new AuthHandler(), OpCode.Auth);
        Add(new SaslHandler(), OpCode.Sasl);
        Add(new SetWatchesHandler(), OpCode.SetWatches, OpCode.SetWatches2);
        Add(new AddWatchHandler(), OpCode.AddWatch);
        Add(new RemoveWatchesHandler(), OpCode.RemoveWatches, OpCode.CheckWatches);
        Add(new GetEphemeralsHandler(), OpCode.GetEphemerals);
        Add(new GetAllChildrenNumberHandler(), OpCode.GetAllChildrenNumber);
        Add(new WhoAmIHandler(), OpCode.WhoAmI);
        Add(new ReconfigHandler(), OpCode.Reconfig);
        Add(new CloseSessionHandler(), OpCode.CloseSession);
    }

    public bool TryGet(OpCode operation, [NotNullWhen(true)] out IRequestHandler? handler)
    {
        var slot = SlotOf(operation);
        handler = (uint)slot < (uint)_handlers.Length ? _handlers[slot] : null;
        return handler is not null;
    }

    private void Add(IRequestHandler handler, params ReadOnlySpan<OpCode> operations)
    {
        foreach (var operation in operations) _handlers[SlotOf(operation)] = handler;
    }

    private static int SlotOf(OpCode operation) => operation switch
    {
        OpCode.CloseSession => CloseSessionSlot,
        <= OpCode.WhoAmI => (int)operation,
        _ => -1,
    };
}
