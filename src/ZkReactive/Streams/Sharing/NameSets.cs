namespace ZkReactive.Streams.Sharing;

/// <summary>Sets of children's names, kept as lists in ordinal order.</summary>
internal static class NameSets
{
    /// <summary>The names in ordinal order.</summary>
    public static IReadOnlyList<string> Sorted(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return [];
        string[] sorted = [.. names];
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    /// <summary>What is in <paramref name="set"/> and not in <paramref name="without"/>; both in ordinal order. One walk, and no list when nothing is left.</summary>
    public static IReadOnlyList<string> Except(IReadOnlyList<string> set, IReadOnlyList<string> without)
    {
        if (set.Count == 0) return [];
        if (without.Count == 0) return set;
        List<string>? left = null;
        var other = 0;
        foreach (var name in set)
        {
            while (other < without.Count && string.CompareOrdinal(without[other], name) < 0) other++;
            if (other == without.Count || !string.Equals(without[other], name, StringComparison.Ordinal)) (left ??= []).Add(name);
        }

        return left ?? (IReadOnlyList<string>)[];
    }
}
