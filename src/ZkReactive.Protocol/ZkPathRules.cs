namespace ZkReactive.Protocol;

/// <summary>Says what is wrong with a would-be znode path. Source: Apache ZooKeeper, <c>PathUtils.validatePath</c>.</summary>
internal static class ZkPathRules
{
    /// <summary>Gives the reason why <paramref name="path"/> is illegal, or null when it is legal.</summary>
    public static string? Check(string? path)
    {
        if (string.IsNullOrEmpty(path)) return "it is empty.";
        if (path[0] != '/') return "it must start with '/'.";
        if (path.Length == 1) return null;
        if (path[^1] == '/') return "it must not end with '/'.";

        var segmentStart = 1;
        for (var i = 1; i <= path.Length; i++)
        {
            if (i < path.Length && path[i] != '/')
            {
                if (IsForbidden(path[i])) return $"the character U+{(int)path[i]:X4} at position {i} is not allowed.";
                continue;
            }

            var segment = path.AsSpan(segmentStart, i - segmentStart);
            if (segment.IsEmpty) return $"there is an empty segment at position {segmentStart}.";
            if (segment is "." or "..") return $"relative segments are not allowed ('{segment}' at position {segmentStart}).";
            segmentStart = i + 1;
        }

        return null;
    }

    private static bool IsForbidden(char c) =>
        c is <= '\u001f' or (>= '\u007f' and <= '\u009f') or (>= '\ud800' and <= '\uf8ff') or >= '\ufff0';
}
