namespace ZkReactive.Client.Sessions;

/// <summary>
/// The servers in an order of this client's own, so that a fleet spreads over them, and which to go to after the list has
/// changed. Safe for use by several threads.
/// </summary>
/// <remarks>
/// A fleet whose members all learn of a new list keeps its load even, though none knows of the others: each moves, or stays,
/// with such a probability that every server has the same share afterwards, and as few as possible move. Source of the
/// probabilities: ZOOKEEPER-1355, <c>HostConnectionManager.updateServerList</c>.
/// </remarks>
internal sealed class HostList
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private ZkHost[] _hosts;
    private int _next;

    // Where to go first after a change; empty when there was none, or its connection is made.
    private readonly Queue<ZkHost> _added = new();
    private readonly Queue<ZkHost> _kept = new();
    private double _addedShare;

    public HostList(IReadOnlyList<ZkHost> hosts, Random random)
    {
        _random = random;
        _hosts = Shuffle(hosts);
    }

    /// <summary>How many servers there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _hosts.Length;
        }
    }

    /// <summary>All servers, in the order of turns.</summary>
    public IReadOnlyList<ZkHost> All
    {
        get
        {
            lock (_lock) return _hosts;
        }
    }

    /// <summary>The next server in turn; the one just connected to comes last of all.</summary>
    public ZkHost Next()
    {
        lock (_lock)
        {
            if (NextAfterChangeLocked() is { } first) return first;
            var host = _hosts[_next];
            _next = (_next + 1) % _hosts.Length;
            return host;
        }
    }

    /// <summary>A connection is made: from now on all servers are the same.</summary>
    public void Settle()
    {
        lock (_lock)
        {
            _added.Clear();
            _kept.Clear();
        }
    }

    /// <summary>Takes another list.</summary>
    /// <param name="hosts">The servers from now on; at least one.</param>
    /// <param name="current">The server connected to, or gone to last; null when there was none.</param>
    /// <returns>Whether to leave <paramref name="current"/> for the server that <see cref="Next"/> gives.</returns>
    public bool Update(IReadOnlyList<ZkHost> hosts, ZkHost? current)
    {
        lock (_lock)
        {
            var before = _hosts;
            _hosts = Shuffle(hosts);
            _next = 0;
            _added.Clear();
            _kept.Clear();
            var kept = _hosts.Where(before.Contains).ToArray();
            var added = _hosts.Except(kept).ToArray();
            var isListed = current is not null && _hosts.Contains(current);
            if (current is null) return false;
            if (_hosts.Length > before.Length)
            {
                // More servers: the new ones take their share from the old ones.
                if (isListed && _random.NextDouble() >= 1 - ((double)before.Length / _hosts.Length)) return false;
                _addedShare = 1;
            }
            else
            {
                if (isListed) return false;
                _addedShare = 1 - ((double)kept.Length * (before.Length - _hosts.Length) / (_hosts.Length * (before.Length - kept.Length)));
            }

            foreach (var host in added) _added.Enqueue(host);
            foreach (var host in kept.Where(host => host != current)) _kept.Enqueue(host);
            return true;
        }
    }

    private ZkHost? NextAfterChangeLocked()
    {
        if (_added.Count + _kept.Count == 0) return null;
        var takesAdded = _kept.Count == 0 || (_added.Count > 0 && _random.NextDouble() < _addedShare);
        return takesAdded ? _added.Dequeue() : _kept.Dequeue();
    }

    private ZkHost[] Shuffle(IReadOnlyList<ZkHost> hosts)
    {
        ZkHost[] shuffled = [.. hosts.Distinct()];
        _random.Shuffle(shuffled);
        return shuffled;
    }
}
