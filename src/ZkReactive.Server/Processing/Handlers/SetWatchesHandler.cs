using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;
using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Processing.Handlers;

/// <summary>
/// setWatches and setWatches2: a client that was away tells what it watched and what it has seen. What changed since is
/// told at once, the rest is watched again; persistent watches are only added again. Source: Apache ZooKeeper, <c>DataTree.setWatches</c>.
/// </summary>
internal sealed class SetWatchesHandler : IRequestHandler
{
    public ErrorCode Handle(RequestContext request, ref JuteReader body)
    {
        var seen = body.ReadLong("relativeZxid");
        foreach (var path in body.ReadStrings("dataWatches")) SetData(request, path, seen);
        foreach (var path in body.ReadStrings("existWatches")) SetExists(request, path);
        foreach (var path in body.ReadStrings("childWatches")) SetChildren(request, path, seen);
        if (request.Operation == OpCode.SetWatches) return ErrorCode.Ok;

        foreach (var path in body.ReadStrings("persistentWatches")) AddWatchHandler.Add(request, path, WatchMode.Persistent);
        foreach (var path in body.ReadStrings("persistentRecursiveWatches")) AddWatchHandler.Add(request, path, WatchMode.PersistentRecursive);
        return ErrorCode.Ok;
    }

    private static void SetData(RequestContext request, string path, long seen)
    {
        var watches = request.State.Watches;
        if (!request.Tree.TryGet(path, out var node)) watches.SendMissed(request.Client, path, WatchEventType.NodeDeleted);
        else if (node.Mzxid > seen) watches.SendMissed(request.Client, path, WatchEventType.NodeDataChanged);
        else watches.Data.Add(path, request.Client, WatchModes.OneShot);
    }

    private static void SetExists(RequestContext request, string path)
    {
        var watches = request.State.Watches;
        if (request.Tree.TryGet(path, out _)) watches.SendMissed(request.Client, path, WatchEventType.NodeCreated);
        else watches.Data.Add(path, request.Client, WatchModes.OneShot);
    }

    private static void SetChildren(RequestContext request, string path, long seen)
    {
        var watches = request.State.Watches;
        if (!request.Tree.TryGet(path, out var node)) watches.SendMissed(request.Client, path, WatchEventType.NodeDeleted);
        else if (node.Pzxid > seen) watches.SendMissed(request.Client, path, WatchEventType.NodeChildrenChanged);
        else watches.Children.Add(path, request.Client, WatchModes.OneShot);
    }
}
