using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Watches;

internal sealed partial class WatchRegistry
{
    /// <summary>Gives an event of the server to every watch that it concerns.</summary>
    public void Dispatch(in WatcherEvent happened, Zxid zxid)
    {
        lock (gate)
        {
            var clientEvent = new ZkWatchEvent(happened.Type, chroot.Strip(happened.Path), happened.State, zxid.Value > 0 ? zxid : Zxid.None);
            if (_paths.TryGetValue(happened.Path, out var path))
            {
                path.Dispatch(clientEvent);
                RemoveIfEmpty(happened.Path, path, wasOneShot: null);
            }

            if (_recursivePaths > 0 && happened.Type != WatchEventType.NodeChildrenChanged) DispatchAbove(happened, clientEvent);
        }
    }

    /// <summary>Ends every watch: the client is closed.</summary>
    public void Close()
    {
        lock (gate)
        {
            FireOneShots(KeeperState.Closed);
            foreach (var path in _paths.Values)
            {
                foreach (var watch in path.Persistent) watch.Complete();
                foreach (var watch in path.Recursive) watch.Complete();
            }

            _paths.Clear();
            _recursivePaths = 0;
        }
    }

    // A recursive watch has no children-changed events; those of the one-shot and plain persistent watches that it serves
    // are made from the created and deleted events of the children.
    private void DispatchAbove(in WatcherEvent happened, in ZkWatchEvent clientEvent)
    {
        var lookup = _paths.GetAlternateLookup<ReadOnlySpan<char>>();
        var comesOrGoes = happened.Type is WatchEventType.NodeCreated or WatchEventType.NodeDeleted;
        var isParent = true;
        for (var rest = happened.Path.AsSpan(); rest.Length > 1; isParent = false)
        {
            var cut = rest.LastIndexOf('/');
            rest = cut <= 0 ? "/" : rest[..cut];
            if (!lookup.TryGetValue(rest, out var path)) continue;

            foreach (var watch in path.Recursive) watch.Offer(clientEvent);
            if (!isParent || !comesOrGoes || !path.RecursiveOnServer) continue;

            var parent = rest.ToString();
            path.DispatchChildrenChanged(clientEvent with { Type = WatchEventType.NodeChildrenChanged, Path = chroot.Strip(parent) });
            RemoveIfEmpty(parent, path, wasOneShot: null);
        }
    }

    private void FireOneShots(KeeperState state)
    {
        foreach (var path in _paths.Values)
        {
            foreach (var watch in path.Data) watch.Fire(new ZkWatchEvent(WatchEventType.None, watch.Path, state, Zxid.None));
            foreach (var watch in path.Children) watch.Fire(new ZkWatchEvent(WatchEventType.None, watch.Path, state, Zxid.None));
            path.Data.Clear();
            path.Children.Clear();
        }
    }
}
