using ZkReactive.Protocol;

namespace ZkReactive.Nodes.Trees;

/// <summary>Compares a saved tree with what is there. Pure.</summary>
internal static class TreeComparison
{
    /// <summary>Makes the plan.</summary>
    /// <param name="document">The saved tree.</param>
    /// <param name="top">Where it is to be.</param>
    /// <param name="present">The nodes that are there: those of the saved tree with their lists, and for a replacement all others below the top.</param>
    /// <param name="mode">What to do about the others.</param>
    public static TreeImportPlan Compare(TreeDocument document, ZkPath top, IReadOnlyDictionary<ZkPath, PresentNode> present, TreeImportMode mode)
    {
        var creates = new List<TreeImportStep>();
        var updates = new List<TreeImportStep>();
        var lists = new List<TreeImportStep>();
        var unchanged = 0;
        var wanted = new HashSet<ZkPath>();
        foreach (var node in document.Nodes)
        {
            var path = node.Under(top);
            wanted.Add(path);
            if (!present.TryGetValue(path, out var now))
            {
                creates.Add(new TreeImportStep(TreeImportAction.Create, path, Version: null, node.Data, node.Acl));
                continue;
            }

            var hasData = now.Data.Span.SequenceEqual(node.Data.Span);
            var hasAcl = now.Acl is { } acl && acl.ToHashSet().SetEquals(node.Acl);
            if (!hasData) updates.Add(new TreeImportStep(TreeImportAction.Update, path, now.Stat.Version, node.Data));
            if (!hasAcl) lists.Add(new TreeImportStep(TreeImportAction.SetAcl, path, now.Stat.AclVersion, Acl: node.Acl));
            if (hasData && hasAcl) unchanged++;
        }

        var others = mode == TreeImportMode.Replace ? Others(present.Values, wanted) : [];

        // Lists come last and from the leaves up, so that one which shuts the importer out hinders none of the other writes.
        return new TreeImportPlan(
            top,
            [.. creates.OrderBy(step => step.Path.Depth), .. updates.OrderBy(step => step.Path.Depth), .. others, .. lists.OrderByDescending(step => step.Path.Depth)],
            unchanged);
    }

    private static IEnumerable<TreeImportStep> Others(IEnumerable<PresentNode> present, HashSet<ZkPath> wanted)
    {
        var kept = new HashSet<ZkPath>();
        var others = present.Where(node => !wanted.Contains(node.Path)).OrderByDescending(node => node.Path.Depth).ThenBy(node => node.Path).ToArray();
        foreach (var node in others)
        {
            if (node.Stat.Kind != NodeKind.Ephemeral && !kept.Contains(node.Path)) continue;
            kept.Add(node.Path);
            if (!node.Path.IsRoot) kept.Add(node.Path.Parent);
        }

        return others.Select(node => new TreeImportStep(kept.Contains(node.Path) ? TreeImportAction.Keep : TreeImportAction.Delete, node.Path, node.Stat.Version));
    }
}
