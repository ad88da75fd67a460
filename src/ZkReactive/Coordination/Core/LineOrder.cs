using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Core;

/// <summary>
/// The order of those who wait at one path, by their nodes' names. Pure. It knows the names of Curator's locks
/// (<c>lock-</c>, <c>__WRIT__</c>, <c>__READ__</c>) and of kazoo's (<c>__lock__</c>, <c>__rlock__</c>), so that all of them
/// can stand in one line. Sources: Curator, <c>InterProcessMutex</c> and <c>InterProcessReadWriteLock</c>; kazoo, <c>recipe/lock.py</c>.
/// </summary>
internal static class LineOrder
{
    private static readonly string[] Exclusive = ["lock-", "__lock__", "__WRIT__"];
    private static readonly string[] Shared = ["__READ__", "__rlock__"];

    /// <summary>Where <paramref name="own"/> stands among <paramref name="names"/>; readers wait for writers only.</summary>
    public static LinePlace Find(IReadOnlyList<string> names, string own, bool isShared)
    {
        if (!TryRead(own, out var ownNumber, out _)) throw new ArgumentException($"'{own}' is not the name of a node in a line.", nameof(own));
        var isThere = false;
        string? blocker = null;
        long blockerNumber = 0;
        var blockers = 0;
        foreach (var name in names)
        {
            if (name == own)
            {
                isThere = true;
                continue;
            }

            if (!TryRead(name, out var number, out var shared) || (isShared && shared) || SequentialName.Compare(number, ownNumber) > 0) continue;
            blockers++;
            if (blocker is not null && SequentialName.Compare(number, blockerNumber) < 0) continue;
            (blocker, blockerNumber) = (name, number);
        }

        return new LinePlace(isThere, blocker, blockers);
    }

    /// <summary>Those who stand in line, the first first.</summary>
    public static IReadOnlyList<(string Name, bool IsShared)> Sort(IEnumerable<string> names)
    {
        var all = new List<(string Name, long Number, bool IsShared)>();
        foreach (var name in names)
        {
            if (TryRead(name, out var number, out var shared)) all.Add((name, number, shared));
        }

        all.Sort((left, right) => SequentialName.Compare(left.Number, right.Number));
        return [.. all.Select(one => (one.Name, one.IsShared))];
    }

    /// <summary>The names that have <paramref name="word"/> before their counter, in the order of their making; others are left out.</summary>
    public static IReadOnlyList<string> Sort(IEnumerable<string> names, string word)
    {
        var all = new List<(string Name, long Number)>();
        foreach (var name in names)
        {
            if (TryRead(name, word, out var number)) all.Add((name, number));
        }

        all.Sort((left, right) => SequentialName.Compare(left.Number, right.Number));
        return [.. all.Select(one => one.Name)];
    }

    private static bool TryRead(string name, out long number, out bool isShared)
    {
        isShared = false;
        foreach (var word in Exclusive)
        {
            if (TryRead(name, word, out number)) return true;
        }

        isShared = true;
        foreach (var word in Shared)
        {
            if (TryRead(name, word, out number)) return true;
        }

        number = 0;
        return false;
    }

    private static bool TryRead(string name, string word, out long number)
    {
        number = 0;
        var at = name.LastIndexOf(word, StringComparison.Ordinal);
        return at >= 0 && SequentialName.TryParse(name[at..], word, out number);
    }
}
