using System.Collections.Immutable;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Formats;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>
/// Puts the streams of a service's node and of its children together to one list. Gives nothing before all children that were
/// there at first have been read; then the newest list at every change. Changes that come while a list is being taken are merged.
/// </summary>
internal sealed class ServiceFollower(IZkClient client, ZkPath path, IObserver<ServiceListData> observer) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Child> _children = new(StringComparer.Ordinal);
    private IDisposable? _subscription;
    private ChildrenChange? _parent;
    private Zxid _zxid;

    /// <summary>Children that have not been read yet.</summary>
    private int _unread;

    private bool _isComplete;
    private bool _isDirty;
    private bool _isTelling;
    private bool _isEnded;

    internal void Start()
    {
        var subscription = client.ObserveChildren(path).Subscribe(OnChildren, End, () => End(null));
        lock (_lock)
        {
            if (!_isEnded)
            {
                _subscription = subscription;
                return;
            }
        }

        subscription.Dispose();
    }

    /// <summary>Whether the list that was given last has just these children.</summary>
    internal bool Matches(ZkChildren? children)
    {
        lock (_lock)
        {
            if (!IsToldLocked || _parent is null) return false;
            return children is null
                ? !_parent.Exists
                : _parent.Stat?.Pzxid == children.Stat.Pzxid && _parent.Stat?.Czxid == children.Stat.Czxid && children.Names.Count == _children.Count && children.Names.All(_children.ContainsKey);
        }
    }

    /// <summary>Whether the list that was given last has just these nodes, as they are now; those that may not be read tell no more than that they are there.</summary>
    internal bool Matches(IReadOnlyCollection<ZkReadResult> nodes)
    {
        lock (_lock) return IsToldLocked && nodes.Count == _children.Count && nodes.All(IsKnownLocked);
    }

    private bool IsToldLocked => _unread == 0 && !_isDirty && !_isTelling;

    private bool IsKnownLocked(ZkReadResult read)
    {
        if (!_children.TryGetValue(read.Path.Name, out var child)) return false;
        var stat = read is ZkReadResult.Data { Node.Stat: var known } ? known : default;
        return child.Czxid == stat.Czxid && child.Mzxid == stat.Mzxid;
    }

    public void Dispose()
    {
        List<IDisposable?> subscriptions;
        lock (_lock)
        {
            _isEnded = true;
            subscriptions = [_subscription, .. _children.Values.Select(child => child.Subscription)];
            _children.Clear();
        }

        subscriptions.ForEach(subscription => subscription?.Dispose());
    }

    private void OnChildren(ChildrenChange change)
    {
        List<Child> came = [];
        List<IDisposable?> went = [];
        lock (_lock)
        {
            if (_isEnded) return;
            var names = change.Children.ToHashSet(StringComparer.Ordinal);
            foreach (var name in _children.Keys.Where(name => !names.Contains(name)).ToArray())
            {
                _children.Remove(name, out var child);
                if (!child!.IsRead) _unread--;
                went.Add(child.Subscription);
            }

            foreach (var name in change.Children)
            {
                if (_children.ContainsKey(name)) continue;
                var child = new Child(name);
                _children.Add(name, child);
                _unread++;
                came.Add(child);
            }

            // Where children only came, the list is the same until they have been read.
            var isSame = came.Count > 0 && went.Count == 0 && _parent is { Exists: true };
            _parent = change;
            if (!isSame) RaiseLocked(change.Zxid);
        }

        went.ForEach(subscription => subscription?.Dispose());
        foreach (var child in came) Follow(child);
        Tell();
    }

    private void Follow(Child child)
    {
        var subscription = client.ObserveNode(path / child.Name).Subscribe(change => OnNode(child, change), error => OnUnreadable(child, error), () => { });
        lock (_lock)
        {
            if (_children.TryGetValue(child.Name, out var now) && ReferenceEquals(now, child))
            {
                child.Subscription = subscription;
                return;
            }
        }

        subscription.Dispose();
    }

    private void OnNode(Child child, NodeChange change)
    {
        ServiceInstance? instance = null;
        var problem = change.Stat is { } stat && !ServicePayload.TryRead(change.Path, change.Data, stat, out instance, out var found) ? found : null;
        Set(child, change.Zxid, instance, problem, change.Stat);
    }

    /// <summary>One node that its ACL hides must not hide the others.</summary>
    private void OnUnreadable(Child child, Exception error) => Set(child, Zxid.None, null, error.Message, null);

    private void Set(Child child, Zxid zxid, ServiceInstance? instance, string? problem, Stat? stat)
    {
        lock (_lock)
        {
            if (!_children.TryGetValue(child.Name, out var now) || !ReferenceEquals(now, child)) return;
            if (!child.IsRead) _unread--;
            child.IsRead = true;
            (child.Instance, child.Problem) = (instance, problem);
            (child.Czxid, child.Mzxid) = (stat?.Czxid ?? Zxid.None, stat?.Mzxid ?? Zxid.None);
            RaiseLocked(zxid);
        }

        Tell();
    }

    private void RaiseLocked(Zxid zxid)
    {
        if (zxid > _zxid) _zxid = zxid;
        _isComplete |= _unread == 0;
        _isDirty = _isComplete;
    }

    /// <summary>Gives lists until there is nothing newer; whoever comes meanwhile leaves it to the one that is at it.</summary>
    private void Tell()
    {
        while (true)
        {
            ServiceListData data;
            lock (_lock)
            {
                if (_isTelling || !_isDirty || _isEnded) return;
                (_isTelling, _isDirty) = (true, false);
                data = ListLocked();
            }

            try
            {
                observer.OnNext(data);
            }
            finally
            {
                lock (_lock) _isTelling = false;
            }
        }
    }

    private ServiceListData ListLocked()
    {
        var instances = ImmutableArray.CreateBuilder<ServiceInstance>(_children.Count);
        ImmutableDictionary<string, string>.Builder? skipped = null;
        foreach (var (name, child) in _children)
        {
            if (child.Instance is not null) instances.Add(child.Instance);
            else if (child.Problem is not null) (skipped ??= ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal)).Add(name, child.Problem);
        }

        return new(
            path,
            instances.DrainToImmutable(),
            skipped?.ToImmutable() ?? ImmutableDictionary<string, string>.Empty,
            _zxid,
            client.Options.TimeProvider.GetUtcNow(),
            _parent!.Exists ? ServiceListReason.Current : ServiceListReason.NoNode);
    }

    private void End(Exception? error)
    {
        Dispose();
        if (error is null) observer.OnCompleted();
        else observer.OnError(error);
    }

    private sealed class Child(string name)
    {
        public string Name { get; } = name;

        public IDisposable? Subscription { get; set; }

        public bool IsRead { get; set; }

        public ServiceInstance? Instance { get; set; }

        public string? Problem { get; set; }

        public Zxid Czxid { get; set; }

        public Zxid Mzxid { get; set; }
    }
}
