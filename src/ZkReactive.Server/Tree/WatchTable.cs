namespace ZkReactive.Server.Tree;

/// <summary>
/// Who watches which path; the server has one table for data and one for children. Pure data, not thread-safe.
/// Source of the rules: Apache ZooKeeper, <c>WatchManager.java</c>.
/// </summary>
/// <typeparam name="TWatcher">Who watches, compared by reference.</typeparam>
internal sealed class WatchTable<TWatcher>
    where TWatcher : class
{
    private readonly Dictionary<string, Dictionary<TWatcher, WatchModes>> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<TWatcher, WatchModes>>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly Dictionary<TWatcher, HashSet<string>> _byWatcher = [];
    private readonly List<TWatcher> _oneShots = [];
    private int _recursive;

    public WatchTable() => _bySpan = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Watched paths, counted once for each watcher.</summary>
    public int Count { get; private set; }

    public int PathCount => _byPath.Count;

    public int WatcherCount => _byWatcher.Count;

    public IReadOnlyDictionary<string, Dictionary<TWatcher, WatchModes>> ByPath => _byPath;

    public IReadOnlyDictionary<TWatcher, HashSet<string>> ByWatcher => _byWatcher;

    /// <summary>Adds a mode to the watch of this watcher on this path.</summary>
    public void Add(string path, TWatcher watcher, WatchModes mode)
    {
        if (!_byPath.TryGetValue(path, out var watchers)) _byPath.Add(path, watchers = []);
        watchers.TryGetValue(watcher, out var modes);
        if (modes == WatchModes.None)
        {
            if (!_byWatcher.TryGetValue(watcher, out var paths)) _byWatcher.Add(watcher, paths = new(StringComparer.Ordinal));
            paths.Add(path);
            Count++;
        }

        if ((mode & ~modes & WatchModes.Recursive) != 0) _recursive++;
        watchers[watcher] = modes | mode;
    }

    /// <summary>Whether the watcher has a watch of one of these modes on exactly this path.</summary>
    public bool Contains(string path, TWatcher watcher, WatchModes modes) =>
        _byPath.TryGetValue(path, out var watchers) && watchers.TryGetValue(watcher, out var has) && (has & modes) != 0;

    /// <summary>Takes these modes away; false when there was nothing to take.</summary>
    public bool Remove(string path, TWatcher watcher, WatchModes modes)
    {
        if (!_byPath.TryGetValue(path, out var watchers) || !watchers.TryGetValue(watcher, out var has) || (has & modes) == 0) return false;
        if ((has & modes & WatchModes.Recursive) != 0) _recursive--;
        if ((has & ~modes) != WatchModes.None) watchers[watcher] = has & ~modes;
        else Forget(path, watchers, watcher);
        return true;
    }

    /// <summary>Takes every watch of a watcher away, as when its connection ends.</summary>
    public void RemoveAll(TWatcher watcher)
    {
        if (!_byWatcher.Remove(watcher, out var paths)) return;
        foreach (var path in paths)
        {
            var watchers = _byPath[path];
            if (watchers.Remove(watcher, out var modes) && (modes & WatchModes.Recursive) != 0) _recursive--;
            if (watchers.Count == 0) _byPath.Remove(path);
            Count--;
        }
    }

    /// <summary>
    /// Adds those who must hear of an event on <paramref name="path"/> to <paramref name="hearers"/>, each once, and takes
    /// their one-shot watches away. Recursive watches of all paths above hear too.
    /// </summary>
    public void Trigger(ReadOnlySpan<char> path, List<TWatcher> hearers)
    {
        var first = hearers.Count;
        if (_bySpan.TryGetValue(path, out var actualPath, out var watchers)) TriggerExact(actualPath, watchers, hearers);
        if (_recursive == 0) return;
        while (path.Length > 1)
        {
            path = DataTree.ParentOf(path);
            if (!_bySpan.TryGetValue(path, out watchers)) continue;
            foreach (var (watcher, modes) in watchers)
            {
                if ((modes & WatchModes.Recursive) != 0 && hearers.IndexOf(watcher, first) < 0) hearers.Add(watcher);
            }
        }
    }

    private void TriggerExact(string path, Dictionary<TWatcher, WatchModes> watchers, List<TWatcher> hearers)
    {
        _oneShots.Clear();
        foreach (var (watcher, modes) in watchers)
        {
            hearers.Add(watcher);
            if ((modes & WatchModes.OneShot) != 0) _oneShots.Add(watcher);
        }

        foreach (var watcher in _oneShots) Remove(path, watcher, WatchModes.OneShot);
    }

    private void Forget(string path, Dictionary<TWatcher, WatchModes> watchers, TWatcher watcher)
    {
        watchers.Remove(watcher);
        if (watchers.Count == 0) _byPath.Remove(path);
        Count--;
        var paths = _byWatcher[watcher];
        paths.Remove(path);
        if (paths.Count == 0) _byWatcher.Remove(watcher);
    }
}
