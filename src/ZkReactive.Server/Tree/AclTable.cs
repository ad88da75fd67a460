using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>
/// Every ACL that some node has, once: most nodes have one of a few, and snapshots refer to them by number. Source: Apache
/// ZooKeeper, <c>ReferenceCountedACLCache</c>.
/// </summary>
internal sealed class AclTable
{
    private readonly Dictionary<IReadOnlyList<Acl>, AclEntry> _entries = new(ByContent.Instance);

    /// <summary>The ACLs in use, besides the open one.</summary>
    public IReadOnlyCollection<AclEntry> Entries => _entries.Values;

    /// <summary>The highest number given so far.</summary>
    public long LastId { get; private set; }

    /// <summary>Counts one more node with this ACL.</summary>
    public AclEntry Use(IReadOnlyList<Acl> acl)
    {
        if (ByContent.Instance.Equals(acl, AclEntry.Open.Acl)) return AclEntry.Open;
        if (!_entries.TryGetValue(acl, out var entry)) _entries.Add(acl, entry = new AclEntry(++LastId, acl));
        entry.Uses++;
        return entry;
    }

    /// <summary>Counts one node less.</summary>
    public void Release(AclEntry entry)
    {
        if (entry == AclEntry.Open || --entry.Uses > 0) return;
        _entries.Remove(entry.Acl);
    }

    private sealed class ByContent : IEqualityComparer<IReadOnlyList<Acl>>
    {
        public static readonly ByContent Instance = new();

        public bool Equals(IReadOnlyList<Acl>? x, IReadOnlyList<Acl>? y)
        {
            if (ReferenceEquals(x, y)) return true;
            if (x is null || y is null || x.Count != y.Count) return false;
            for (var i = 0; i < x.Count; i++)
            {
                if (x[i] != y[i]) return false;
            }

            return true;
        }

        public int GetHashCode(IReadOnlyList<Acl> acl)
        {
            var hash = default(HashCode);
            for (var i = 0; i < acl.Count; i++) hash.Add(acl[i]);
            return hash.ToHashCode();
        }
    }
}
