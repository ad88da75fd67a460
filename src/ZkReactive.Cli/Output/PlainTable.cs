namespace ZkReactive.Cli;

/// <summary>Columns for output that no person watches: aligned by spaces, a row a line, nothing cut.</summary>
internal static class PlainTable
{
    /// <summary>Writes heads and rows.</summary>
    public static void Write(TextWriter output, int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = Enumerable.Range(0, heads.Count).Select(column => rows.Select(row => row[column].Length).Append(heads[column].Length).Max()).ToArray();
        foreach (var row in rows.Prepend(heads))
            output.WriteLine((new string(' ', indent) + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
    }
}
