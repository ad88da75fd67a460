using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Paths;

/// <summary>Finds the nodes that a path with wildcards means: one round trip for each level that has a wildcard.</summary>
internal static class PathResolver
{
    /// <summary>How many nodes are looked for at once.</summary>
    private const int Window = 128;

    /// <summary>
    /// Gives the nodes that are there, in ordinal order; none when nothing fits. A path without wildcards is given as it is,
    /// without asking the server.
    /// </summary>
    public static async Task<IReadOnlyList<ZkPath>> ExpandAsync(IZkClient client, PathPattern pattern, CancellationToken cancellationToken)
    {
        if (pattern.IsLiteral) return [pattern.Literal];

        List<ZkPath> found = [ZkPath.Root];
        var certain = true;
        foreach (var segment in pattern.Segments)
        {
            certain = !segment.IsLiteral;
            found = certain
                ? await ChooseAsync(client, found, segment, cancellationToken)
                : found.ConvertAll(path => path / segment.Literal);
        }

        return certain ? found : await WhichExistAsync(client, found, cancellationToken);
    }

    private static async Task<List<ZkPath>> ChooseAsync(IZkClient client, List<ZkPath> parents, WildcardName segment, CancellationToken cancellationToken)
    {
        var results = await client.MultiReadAsync([.. parents.Select(parent => new ZkRead.Children(parent))], cancellationToken);
        return [.. results.OfType<ZkReadResult.Children>().SelectMany(parent => PathPattern.Choose(segment, parent.Names).Select(name => parent.Path / name))];
    }

    private static async Task<List<ZkPath>> WhichExistAsync(IZkClient client, List<ZkPath> paths, CancellationToken cancellationToken)
    {
        List<ZkPath> existing = [];
        foreach (var some in paths.Chunk(Window))
        {
            var answers = await Task.WhenAll(some.Select(path => client.ExistsAsync(path, cancellationToken).AsTask()));
            existing.AddRange(some.Where((_, i) => answers[i].Exists));
        }

        return existing;
    }
}
