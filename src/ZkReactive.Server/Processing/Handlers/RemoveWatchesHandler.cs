using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>removeWatches and checkWatches: whether this client watches this path in this way, and no longer if so.</summary>
internal sealed class RemoveWatchesHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var remove = RemoveWatchesRequest.Read(ref body);
        if (!Enum.IsDefined(remove.Type)) return ErrorCode.MarshallingError;
        var (data, children) = ModesOf(remove.Type);
        var found = Take(request, request.State.Watches.Data, remove.Path, data)
            | Take(request, request.State.Watches.Children, remove.Path, children);
        return found ? ErrorCode.Ok : ErrorCode.NoWatcher;
    }

    private static bool Take(RequestContext request, WatchTable<Connections.ClientState> table, string path, WatchModes modes) =>
        modes != WatchModes.None
        && (request.Operation == OpCode.CheckWatches
            ? table.Contains(path, request.Client, modes)
            : table.Remove(path, request.Client, modes));

    private static (WatchModes Data, WatchModes Children) ModesOf(WatcherType type) => type switch
    {
        WatcherType.Children => (WatchModes.None, WatchModes.OneShot),
        WatcherType.Data => (WatchModes.OneShot, WatchModes.None),
        WatcherType.Persistent => (WatchModes.Persistent, WatchModes.Persistent),
        WatcherType.PersistentRecursive => (WatchModes.Recursive, WatchModes.None),
        _ => (WatchModes.Any, WatchModes.Any),
    };
}
