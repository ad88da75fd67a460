namespace ZkReactive.PowerShell.Help;

/// <summary>
/// A page of docs/cmdlets: a heading with the cmdlet's name, a synopsis, <c>## Description</c>, and <c>## Examples</c> with a
/// <c>###</c> title, an optional remark, a <c>powershell</c> block and an optional <c>text</c> block of output each.
/// </summary>
internal sealed record CmdletPage(string Synopsis, IReadOnlyList<string> Description, IReadOnlyList<CmdletExample> Examples, IReadOnlyList<string> Related)
{
    /// <summary>Reads a page.</summary>
    /// <exception cref="FormatException">It lacks a part.</exception>
    public static CmdletPage Parse(string markdown, string name)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        if (lines[0] != "# " + name) throw new FormatException($"docs/cmdlets/{name}.md must begin with '# {name}'.");

        var sections = Sections(lines.Skip(1), "## ");
        var page = new CmdletPage(
            Paragraphs(sections[""]).FirstOrDefault() ?? "",
            Paragraphs(sections.GetValueOrDefault("Description", [])),
            [.. Sections(sections.GetValueOrDefault("Examples", []), "### ").Where(e => e.Key.Length > 0).Select(e => ToExample(e.Key, e.Value, name))],
            [.. sections.GetValueOrDefault("Related", []).Where(line => line.StartsWith("- [", StringComparison.Ordinal)).Select(line => line[3..line.IndexOf(']', StringComparison.Ordinal)])]);
        if (page.Synopsis.Length == 0 || page.Description.Count == 0 || page.Examples.Count < 2)
            throw new FormatException($"docs/cmdlets/{name}.md needs a synopsis, a '## Description' and at least two examples.");
        return page;
    }

    private static Dictionary<string, List<string>> Sections(IEnumerable<string> lines, string mark)
    {
        var sections = new Dictionary<string, List<string>> { [""] = [] };
        var current = sections[""];
        var inBlock = false;
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal)) inBlock = !inBlock;
            if (!inBlock && line.StartsWith(mark, StringComparison.Ordinal)) sections[line[mark.Length..].Trim()] = current = [];
            else current.Add(line);
        }

        return sections;
    }

    private static CmdletExample ToExample(string title, List<string> lines, string name)
    {
        var prose = new List<string>();
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (var line in lines)
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                (block ?? prose).Add(line);
                continue;
            }

            if (block is not null) blocks.Add(string.Join('\n', block));
            block = block is null ? [] : null;
        }

        if (blocks.Count == 0) throw new FormatException($"The example '{title}' of docs/cmdlets/{name}.md has no code.");
        return new CmdletExample(title, blocks[0], string.Join("\n\n", blocks.Skip(1)), Paragraphs(prose));
    }

    private static List<string> Paragraphs(IEnumerable<string> lines) =>
        [.. string.Join('\n', lines).Split("\n\n").Select(p => p.StartsWith("- ", StringComparison.Ordinal) ? Plain(p) : Plain(p.Replace('\n', ' '))).Where(p => p.Length > 0)];

    private static string Plain(string text) => text.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal).Trim();
}
