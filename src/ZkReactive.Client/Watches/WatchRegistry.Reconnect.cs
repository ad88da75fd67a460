using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Watches;

internal sealed partial class WatchRegistry
{
    /// <summary>
    /// The most that the paths of one setWatches may take, well below the smallest packet limit a server is run with.
    /// ZOOKEEPER-706; the number is that of ZK:zookeeper-server/src/main/java/org/apache/zookeeper/ClientCnxn.java.
    /// </summary>
    private const int LargestBatchBytes = 128 * 1024;

    // Count and worst-case UTF-8 of five lists, header and zxid.
    private const int BatchOverheadBytes = 8 + 8 + (5 * 4);

    /// <summary>The session has ended: its one-shot watches fire for the last time.</summary>
    public void Expire()
    {
        lock (gate)
        {
            FireOneShots(KeeperState.Expired);
        }
    }

    /// <summary>
    /// What a new connection has to set again, in batches; one-shot watches first, because older servers let the later
    /// of two on a path replace the earlier. Persistent watches get their gap mark now, before any event that follows.
    /// </summary>
    public IReadOnlyList<SetWatches2> TakeStock(Zxid lastZxid, WatchGap gap)
    {
        lock (gate)
        {
            _recursivePaths = 0;
            _connectionNumber++;
            var batches = new SetWatchesBatches(lastZxid, LargestBatchBytes - BatchOverheadBytes);
            foreach (var (name, path) in _paths)
            {
                path.Reserved = 0;
                if (path.IsEmpty) _paths.Remove(name);
                if (path.Data.Exists(watch => watch.Kind == WatchKind.Data)) batches.Data(name);
                if (path.Data.Exists(watch => watch.Kind == WatchKind.Exists)) batches.Exists(name);
                if (path.Children.Count > 0) batches.Children(name);
            }

            foreach (var (name, path) in _paths)
            {
                path.RecursiveOnServer = path.Recursive.Count > 0;
                path.PersistentOnServer = path.Persistent.Count > 0 && !path.RecursiveOnServer;
                if (path.RecursiveOnServer) _recursivePaths++;
                if (path.PersistentOnServer) batches.Persistent(name);
                if (path.RecursiveOnServer) batches.Recursive(name);
                foreach (var watch in path.Persistent) watch.OfferGap(gap);
                foreach (var watch in path.Recursive) watch.OfferGap(gap);
            }

            return batches.Finish();
        }
    }

    /// <summary>The server knows no persistent watches: those that there are end with <paramref name="error"/>.</summary>
    public void FailPersistent(Exception error)
    {
        lock (gate)
        {
            foreach (var (name, path) in _paths.ToArray())
            {
                foreach (var watch in path.Persistent) watch.Complete(error);
                foreach (var watch in path.Recursive) watch.Complete(error);
                path.Persistent.Clear();
                path.Recursive.Clear();
                if (path.RecursiveOnServer) _recursivePaths--;
                path.PersistentOnServer = path.RecursiveOnServer = false;
                RemoveIfEmpty(name, path, wasOneShot: null);
            }
        }
    }
}
