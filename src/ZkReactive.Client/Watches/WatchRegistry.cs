using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Watches;

/// <summary>
/// The watches of a client: one watch of the server for a path and kind, however many users it has here.
/// </summary>
/// <remarks>
/// <para>Servers before 3.9 keep one mode for a path and session, so a one-shot watch would replace a persistent one
/// (ZOOKEEPER-4466). Hence a path with a persistent watch is never asked for another: its events serve all users, and it
/// is removed when the last user of the path has gone.</para>
/// <para>Every member may be called with or without the gate held; it is taken inside.</para>
/// </remarks>
internal sealed partial class WatchRegistry(Lock gate, Chroot chroot, Action<RemoveWatchesRequest> removeFromServer)
{
    private readonly Dictionary<string, PathWatches> _paths = new(StringComparer.Ordinal);
    private int _recursivePaths;

    // Requests under way die with their connection, and with them what they reserved.
    private int _connectionNumber = 1;

    /// <summary>Notes that a request for this watch goes out now, and says whether it has to ask the server for a watch.</summary>
    public bool Reserve(IReservableWatch watch)
    {
        lock (gate)
        {
            var path = GetOrAdd(watch.ServerPath);
            if (watch.ReservedIn != _connectionNumber)
            {
                path.Reserved++;
                watch.ReservedIn = _connectionNumber;
            }

            return !path.IsPersistentOnServer;
        }
    }

    /// <summary>The request of this watch is over.</summary>
    public void Release(IReservableWatch watch)
    {
        lock (gate)
        {
            if (watch.ReservedIn != _connectionNumber) return;
            watch.ReservedIn = 0;
            if (!_paths.TryGetValue(watch.ServerPath, out var path)) return;
            path.Reserved--;
            RemoveIfEmpty(watch.ServerPath, path, wasOneShot: null);
        }
    }

    /// <summary>Gives events to this watch from now on.</summary>
    public void Arm(OneShotWatch watch, WatchKind kind)
    {
        lock (gate)
        {
            watch.Kind = kind;
            var path = GetOrAdd(watch.ServerPath);
            (kind == WatchKind.Children ? path.Children : path.Data).Add(watch);
        }
    }

    /// <summary>Joins a watch of the server that is there already; false when the server has to be asked.</summary>
    public bool TryJoin(PersistentWatch watch)
    {
        lock (gate)
        {
            if (!_paths.TryGetValue(watch.ServerPath, out var path)) return false;
            var isThere = watch.Mode == WatchMode.PersistentRecursive ? path.RecursiveOnServer : path.IsPersistentOnServer;
            if (isThere) Arm(watch);
            return isThere;
        }
    }

    /// <summary>Gives events to this watch from now on: the server has it.</summary>
    public void Arm(PersistentWatch watch)
    {
        lock (gate)
        {
            (watch.Mode == WatchMode.PersistentRecursive ? GetOrAdd(watch.ServerPath).Recursive : GetOrAdd(watch.ServerPath).Persistent).Add(watch);
            NoteOnServer(watch);
        }
    }

    /// <summary>The server has this watch, whether its user still wants it or not.</summary>
    public void NoteOnServer(PersistentWatch watch)
    {
        lock (gate)
        {
            var path = GetOrAdd(watch.ServerPath);
            if (path.RecursiveOnServer) return;
            if (watch.Mode == WatchMode.Persistent)
            {
                path.PersistentOnServer = true;
                return;
            }

            path.RecursiveOnServer = true;
            _recursivePaths++;
        }
    }

    /// <summary>Takes a watch away, and from the server when nobody else needs it.</summary>
    public void Remove(OneShotWatch watch)
    {
        lock (gate)
        {
            if (!_paths.TryGetValue(watch.ServerPath, out var path)) return;
            var ofChildren = watch.Kind == WatchKind.Children;
            if (!(ofChildren ? path.Children : path.Data).Remove(watch)) return;
            RemoveIfEmpty(watch.ServerPath, path, ofChildren ? WatcherType.Children : WatcherType.Data);
        }
    }

    /// <summary>Takes a watch away, and from the server when nobody else needs it.</summary>
    public void Remove(PersistentWatch watch)
    {
        lock (gate)
        {
            if (!_paths.TryGetValue(watch.ServerPath, out var path)) return;
            if (!(watch.Mode == WatchMode.PersistentRecursive ? path.Recursive : path.Persistent).Remove(watch)) return;
            RemoveIfEmpty(watch.ServerPath, path, wasOneShot: null);
        }
    }

    private PathWatches GetOrAdd(string serverPath)
    {
        if (_paths.TryGetValue(serverPath, out var path)) return path;
        return _paths[serverPath] = new PathWatches();
    }

    private void RemoveIfEmpty(string serverPath, PathWatches path, WatcherType? wasOneShot)
    {
        if (!path.IsEmpty)
        {
            // Other kinds are still needed; a one-shot kind that nobody needs may go alone, unless it is served by a
            // persistent watch or a request that may want it is under way.
            if (wasOneShot is { } kind && !path.IsPersistentOnServer && path.Reserved == 0
                && (kind == WatcherType.Children ? path.Children : path.Data).Count == 0)
                removeFromServer(new RemoveWatchesRequest(serverPath, kind));
            return;
        }

        _paths.Remove(serverPath);
        if (path.RecursiveOnServer) _recursivePaths--;
        if (path.IsPersistentOnServer) removeFromServer(new RemoveWatchesRequest(serverPath, WatcherType.Any));
        else if (wasOneShot is { } type) removeFromServer(new RemoveWatchesRequest(serverPath, type));
    }
}
