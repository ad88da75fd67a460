using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Paths;

/// <summary>A znode path as it is typed: each segment a name or a <see cref="WildcardName"/>. Pure.</summary>
/// <param name="Segments">From the root down.</param>
internal sealed record PathPattern(IReadOnlyList<WildcardName> Segments)
{
    /// <summary>Whether it names one node.</summary>
    public bool IsLiteral => Segments.All(segment => segment.IsLiteral);

    /// <summary>The node it names.</summary>
    /// <exception cref="ArgumentException">It is no legal path.</exception>
    public ZkPath Literal => ZkPath.Parse("/" + string.Join('/', Segments.Select(segment => segment.Literal)));

    /// <summary>Reads a path; slashes at the end and twice in a row do not matter.</summary>
    public static PathPattern Parse(string path) =>
        new([.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(WildcardName.Parse)]);

    /// <summary>Which of a node's children a segment means, in ordinal order.</summary>
    /// <remarks>Where only brackets make it a pattern and a child is called just so, it means that child alone.</remarks>
    public static IEnumerable<string> Choose(WildcardName segment, IReadOnlyList<string> names) =>
        segment.MayBeAName && names.Contains(segment.Literal, StringComparer.Ordinal)
            ? [segment.Literal]
            : names.Where(segment.IsMatch).Order(StringComparer.Ordinal);
}
