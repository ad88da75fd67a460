using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>
/// Keeps a tree in step with the server's: decides what to read, and makes the next snapshot of what was read. Pure: no
/// threads, tasks, clocks or connections. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>The way of it (docs/adr/0007): the watch is there before the first read, so whatever changes after a read has an
/// event, and an event does nothing but have its node read again. A node goes only when its own read, or its parent's, says
/// that it is not there. So events may come twice, late, merged or out of place without doing harm.</para>
/// <para>A pass reads all that is known again, and lists the children of what may have others. The first load is a pass
/// over an empty tree; a reconnect, which loses events, is one over what was there.</para>
/// </remarks>
internal sealed class TreeSync
{
    /// <summary>How many nodes may wait to be read again before a pass takes their place.</summary>
    internal const int MostDirty = 65_536;

    /// <summary>In a pass, data above this is read only if the stat says that it changed.</summary>
    internal const int LargeData = 4_096;

    private readonly TreeScope _scope;
    private readonly Queue<TreeRead> _found = new();
    private readonly HashSet<TreeRead> _dirty = [];
    private IEnumerator<TreeRead>? _pass;
    private bool _isExhausted;

    public TreeSync(TreeScope scope)
    {
        _scope = scope;
        Tree = new TreeSnapshot(scope.Root, null, 0, 0, Zxid.None);
    }

    /// <summary>The newest snapshot.</summary>
    public TreeSnapshot Tree { get; private set; }

    /// <summary>Whether children are listed wherever a watch has to be left by it: there is no watch of the whole tree.</summary>
    public bool ListsAlways { get; set; }

    /// <summary>Whether a pass is under way; until it ends, the tree is a mixture.</summary>
    public bool InPass => _pass is not null;

    /// <summary>Whether events were dropped because there were too many; a pass has to make up for it.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether anything is to be read.</summary>
    public bool HasWork => InPass || _found.Count > 0 || _dirty.Count > 0;

    /// <summary>Begins to read everything again.</summary>
    public void BeginPass()
    {
        Overflowed = false;
        _dirty.Clear();
        _pass?.Dispose();
        _isExhausted = false;
        _pass = PassOver(Tree).GetEnumerator();
    }

    /// <summary>Forgets everything: what was known belongs to another history.</summary>
    public void Forget()
    {
        Tree = new TreeSnapshot(_scope.Root, null, 0, 0, Zxid.None);
        _found.Clear();
        _dirty.Clear();
    }

    /// <summary>Takes an event in: its node is to be read, unless what is known is newer.</summary>
    public void Note(WatchEventType type, ZkPath path, Zxid zxid)
    {
        if (!_scope.Contains(path)) return;
        var known = Tree.Find(path);
        var version = known is null ? default : PackedNode.VersionOf(TreeBranch.PackedOf(known));
        switch (type)
        {
            // A one-shot watch that fired has to be left anew, whatever is known.
            case WatchEventType.NodeChildrenChanged when !_scope.HasChildren(path):
                return;
            case WatchEventType.NodeChildrenChanged when !_scope.Options.KeysOnly:
                MarkDirty(new TreeRead(TreeReadKind.Children, path));
                return;
            case not WatchEventType.NodeChildrenChanged when ListsAlways:
                MarkDirty(new TreeRead(_scope.ReadOf(path), path));
                return;
            case WatchEventType.NodeCreated when zxid.Value > 0 && version.Czxid >= zxid:
            case WatchEventType.NodeDataChanged when _scope.Options.KeysOnly || (zxid.Value > 0 && version.Mzxid >= zxid):
            case WatchEventType.NodeDeleted when known is null && _found.Count == 0 && !InPass:
            case WatchEventType.NodeDeleted when zxid.Value > 0 && version.Czxid > zxid:
                return;
            default:
                MarkDirty(new TreeRead(_scope.ReadOf(path), path));
                return;
        }
    }

    /// <summary>What is to be read next, at most so many; what was found by reading first, events last.</summary>
    public IReadOnlyList<TreeRead> Take(int most)
    {
        var reads = new List<TreeRead>(Math.Min(most, _found.Count + _dirty.Count + 1));
        var taken = new HashSet<TreeRead>();
        while (reads.Count < most && _found.TryDequeue(out var read))
        {
            if (taken.Add(read)) reads.Add(read);
        }

        while (reads.Count < most && _pass is not null && !_isExhausted)
        {
            if (!_pass.MoveNext()) _isExhausted = true;
            else if (taken.Add(_pass.Current)) reads.Add(_pass.Current);
        }

        if (InPass || reads.Count == most) return reads;
        foreach (var read in _dirty)
        {
            if (reads.Count == most) break;
            if (taken.Add(read)) reads.Add(read);
        }

        foreach (var read in reads) _dirty.Remove(read);
        return reads;
    }

    /// <summary>These were not read after all.</summary>
    public void GiveBack(IEnumerable<TreeRead> reads)
    {
        foreach (var read in reads) _found.Enqueue(read);
    }

    /// <summary>Makes the next snapshot of what was read.</summary>
    /// <exception cref="ZkException">
    /// A read failed. If it may succeed later it is to be read again and the others are in the snapshot; if not, the tree cannot be followed.
    /// </exception>
    public void Apply(IReadOnlyList<TreeRead> reads, IReadOnlyList<TreeReadResult> results)
    {
        var batch = new TreeBatch(Tree);
        ZkException? transient = null;
        for (var i = 0; i < reads.Count; i++)
        {
            batch.Saw(results[i].Zxid);
            if (results[i].Error is { } error) ApplyError(batch, reads[i], error, results[i].Zxid, ref transient);
            else ApplyFound(batch, reads[i], results[i]);
        }

        Tree = batch.Finish();
        CheckLimits();
        if (_isExhausted && _found.Count == 0)
        {
            _pass?.Dispose();
            _pass = null;
            _isExhausted = false;

            // A load had a place here for every node; a tree at rest needs none.
            _found.TrimExcess();
        }

        if (transient is not null) throw transient;
    }

    private void ApplyError(TreeBatch batch, TreeRead read, ZkException error, Zxid zxid, ref ZkException? transient)
    {
        switch (error)
        {
            case NoNodeException:
                if (batch.Known(read.Path) is not { } known || !(zxid.Value > 0 && PackedNode.CzxidOf(known) > zxid)) batch.Remove(read.Path);
                break;
            case NoAuthException when read.Path != _scope.Root:
                if (batch.Known(read.Path) is not { } before || !PackedNode.Has(before, PackedFlags.Unreadable))
                    batch.Replace(read.Path, PackedNode.PackUnreadable(NameOf(read.Path)));
                break;
            case { IsTransient: true }:
                _found.Enqueue(read);
                transient = error;
                break;
            default:
                throw error;
        }
    }

    private void ApplyFound(TreeBatch batch, TreeRead read, in TreeReadResult result)
    {
        if (result.Stat is { } stat) ApplyStat(batch, read, stat, result);
        if (result.Names is { } names) ApplyNames(batch, read.Path, names);
    }

    private void ApplyStat(TreeBatch batch, TreeRead read, in Stat stat, in TreeReadResult result)
    {
        var known = batch.Known(read.Path);
        if (known is not null && PackedNode.Has(known, PackedFlags.Unreadable)) known = null;
        var old = known is null ? default : PackedNode.StatOf(known);
        if (known is not null && (stat.Czxid, stat.Mzxid).CompareTo((old.Czxid, old.Mzxid)) < 0 && result.Zxid < Tree.Zxid) return;

        var isOther = known is null || stat.Czxid != old.Czxid;
        var data = result.Data;
        if (read.Kind == TreeReadKind.Stat && !_scope.Options.KeysOnly)
        {
            if (isOther || stat.Mzxid != old.Mzxid)
            {
                _found.Enqueue(new TreeRead(TreeReadKind.Data, read.Path));
                return;
            }

            data = PackedNode.DataOf(known!);
        }

        var flags = _scope.Options.KeysOnly ? PackedFlags.KeysOnly : PackedFlags.None;
        if (result.Names is null && _scope.HasChildren(read.Path))
        {
            var mayDiffer = known is not null && !isOther && (stat.Pzxid != old.Pzxid || PackedNode.Has(known, PackedFlags.Unlisted));
            var isListed = isOther ? stat.ChildCount > 0 || ListsAlways : InPass && (mayDiffer || ListsAlways);
            if (isListed) _found.Enqueue(new TreeRead(TreeReadKind.Children, read.Path));
            if (isListed || mayDiffer) flags |= PackedFlags.Unlisted;
        }

        if (known is not null && stat == old && flags == PackedNode.FlagsOf(known)) return;
        batch.Replace(read.Path, PackedNode.Pack(NameOf(read.Path), stat, data.Span, flags));
    }

    // A child that is not in the list is not taken away by that: the list may be older than what is known of the child.
    // Its own read decides.
    private void ApplyNames(TreeBatch batch, ZkPath path, IReadOnlyList<string> names)
    {
        if (batch.Known(path) is not { } known || PackedNode.Has(known, PackedFlags.Unreadable)) return;
        var children = TreeBranch.ChildrenOf(Tree.Find(path));
        HashSet<string>? listed = children.Count == 0 ? null : new(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            var child = ZkPath.Trusted(path.IsRoot ? "/" + name : path.Value + "/" + name);
            if (_scope.Takes(child) && (children.Count == 0 || !Tree.Contains(child))) _found.Enqueue(new TreeRead(_scope.ReadOf(child), child));
        }

        foreach (var place in children.Places())
        {
            if (listed!.Contains(PackedNode.NameTextOf(TreeBranch.PackedOf(place)))) continue;
            var child = TreeComparison.ChildOf(path, place);
            _found.Enqueue(new TreeRead(_scope.ReadOf(child), child));
        }

        if (PackedNode.Has(known, PackedFlags.Unlisted))
            batch.Replace(path, PackedNode.WithFlags(known, PackedNode.FlagsOf(known) & ~PackedFlags.Unlisted));
    }

    private IEnumerable<TreeRead> PassOver(TreeSnapshot tree)
    {
        if (!tree.Exists) yield return new TreeRead(_scope.ReadOf(_scope.Root), _scope.Root);
        foreach (var node in tree.Nodes)
        {
            var isLarge = !ListsAlways && !_scope.Options.KeysOnly && node.Packed.Length > LargeData;
            yield return new TreeRead(isLarge ? TreeReadKind.Stat : _scope.ReadOf(node.Path), node.Path);
        }
    }

    private void MarkDirty(TreeRead read)
    {
        if (_dirty.Count < MostDirty) _dirty.Add(read);
        else if (!_dirty.Contains(read)) Overflowed = true;
    }

    private void CheckLimits()
    {
        var options = _scope.Options;
        if (Tree.Count > options.MaxNodes || _found.Count > 2L * options.MaxNodes)
            throw new TreeTooLargeException(_scope.Root, $"more than {options.MaxNodes:N0} nodes", $"{options.MaxNodes:N0} (MaxNodes)");
        if (Tree.Bytes > options.MaxBytes)
            throw new TreeTooLargeException(_scope.Root, $"more than {options.MaxBytes:N0} bytes", $"{options.MaxBytes:N0} (MaxBytes)");
    }

    private static ReadOnlySpan<char> NameOf(ZkPath path) => path.Value.AsSpan(path.Value.LastIndexOf('/') + 1);
}
