namespace ZkReactive.Pipelines.Policy;

/// <summary>
/// The order of policies in a set: letter by letter, but runs of digits by their number, so that <c>Acl2</c> comes before
/// <c>Acl10</c>. Names that differ in leading zeros alone are ordered as plain text, so that the order is total.
/// </summary>
public sealed class PolicyNameComparer : IComparer<string>
{
    /// <summary>The one instance.</summary>
    public static readonly PolicyNameComparer Instance = new();

    private PolicyNameComparer()
    {
    }

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        if (x is null || y is null) return string.CompareOrdinal(x, y);
        var (a, b) = (0, 0);
        while (a < x.Length && b < y.Length)
        {
            int order;
            if (char.IsAsciiDigit(x[a]) && char.IsAsciiDigit(y[b])) order = CompareRuns(Run(x, ref a), Run(y, ref b));
            else order = x[a++].CompareTo(y[b++]);
            if (order != 0) return order;
        }

        var rest = (x.Length - a).CompareTo(y.Length - b);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Run(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return text.AsSpan(start, at - start).TrimStart('0');
    }

    /// <summary>Of any length: never parsed, so never too large.</summary>
    private static int CompareRuns(ReadOnlySpan<char> x, ReadOnlySpan<char> y) =>
        x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.CompareTo(y, StringComparison.Ordinal);
}
