using ZkReactive.Protocol;

namespace ZkReactive.Client.Watches;

/// <summary>All watches of one path, and which persistent ones the server has there.</summary>
internal sealed class PathWatches
{
    /// <summary>Left by reads of data and by exists.</summary>
    public List<OneShotWatch> Data { get; } = new(0);

    /// <summary>Left by reads of children.</summary>
    public List<OneShotWatch> Children { get; } = new(0);

    /// <summary>Persistent, this node only.</summary>
    public List<PersistentWatch> Persistent { get; } = new(0);

    /// <summary>Persistent, this node and all below.</summary>
    public List<PersistentWatch> Recursive { get; } = new(0);

    /// <summary>Whether the server has a persistent watch of this node.</summary>
    public bool PersistentOnServer { get; set; }

    /// <summary>Whether the server has a recursive watch of this node.</summary>
    public bool RecursiveOnServer { get; set; }

    /// <summary>Requests under way that may leave a watch here.</summary>
    public int Reserved { get; set; }

    /// <summary>Whether nobody needs anything of this path.</summary>
    public bool IsEmpty => Data.Count + Children.Count + Persistent.Count + Recursive.Count + Reserved == 0;

    /// <summary>Whether the server has a persistent watch of either mode here, which then serves the one-shot ones too.</summary>
    public bool IsPersistentOnServer => PersistentOnServer || RecursiveOnServer;

    /// <summary>Gives an event of this very node to its watches.</summary>
    public void Dispatch(in ZkWatchEvent happened)
    {
        if (happened.Type == WatchEventType.NodeChildrenChanged)
        {
            // Under a recursive watch these are made from the children's own events, as some servers then send none.
            if (!RecursiveOnServer) DispatchChildrenChanged(happened);
            return;
        }

        FireAll(Data, happened);
        if (happened.Type == WatchEventType.NodeDeleted) FireAll(Children, happened);
        foreach (var watch in Persistent) watch.Offer(happened);
        foreach (var watch in Recursive) watch.Offer(happened);
    }

    /// <summary>Gives a change of this node's children to its watches.</summary>
    public void DispatchChildrenChanged(in ZkWatchEvent happened)
    {
        FireAll(Children, happened);
        foreach (var watch in Persistent) watch.Offer(happened);
    }

    private static void FireAll(List<OneShotWatch> watches, in ZkWatchEvent happened)
    {
        foreach (var watch in watches) watch.Fire(happened);
        watches.Clear();
    }
}
