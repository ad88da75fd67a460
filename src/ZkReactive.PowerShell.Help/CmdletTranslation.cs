namespace ZkReactive.PowerShell.Help;

/// <summary>
/// A translated page: a heading with the cmdlet's name, a synopsis, <c>## Description</c> and <c>## Parameters</c> with a line
/// <c>- Name: text</c> each. Examples stay those of the English page. What a page does not say of a parameter, the page
/// <c>common.md</c> says of all parameters of that name; what neither says stays English.
/// </summary>
internal sealed record CmdletTranslation(string Synopsis, IReadOnlyList<string> Description, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The file of what pages share.</summary>
    public const string CommonFile = "common.md";

    /// <summary>Puts the translation of a folder in the place of the English text.</summary>
    /// <exception cref="FormatException">A page lacks a part.</exception>
    public static (CmdletInfo Cmdlet, CmdletPage Page) Apply(CmdletInfo cmdlet, CmdletPage page, string folder)
    {
        var file = Path.Combine(folder, cmdlet.Name + ".md");
        if (!File.Exists(file)) return (cmdlet, page);
        var own = Parse(File.ReadAllText(file), cmdlet.Name);
        var common = ReadCommon(folder);
        return (
            cmdlet with { Parameters = [.. cmdlet.Parameters.Select(parameter => parameter with { Description = TextOf(parameter.Name, own, common) ?? parameter.Description })] },
            page with { Synopsis = own.Synopsis, Description = own.Description });
    }

    /// <summary>What a folder does not say of a cmdlet: "page", or names of parameters.</summary>
    public static IEnumerable<string> GapsOf(CmdletInfo cmdlet, string folder)
    {
        var file = Path.Combine(folder, cmdlet.Name + ".md");
        if (!File.Exists(file)) return ["page"];
        var own = Parse(File.ReadAllText(file), cmdlet.Name);
        var common = ReadCommon(folder);
        return cmdlet.Parameters.Select(parameter => parameter.Name).Where(name => TextOf(name, own, common) is null);
    }

    private static string? TextOf(string parameter, CmdletTranslation own, Dictionary<string, string> common) =>
        own.Parameters.GetValueOrDefault(parameter) ?? common.GetValueOrDefault(parameter);

    private static Dictionary<string, string> ReadCommon(string folder) => ParametersOf(File.ReadAllLines(Path.Combine(folder, CommonFile)));

    private static CmdletTranslation Parse(string markdown, string name)
    {
        var lines = markdown.ReplaceLineEndings("\n").Split('\n');
        if (lines[0] != "# " + name) throw new FormatException($"The translated page of {name} must begin with '# {name}'.");
        var description = Array.IndexOf(lines, "## Description");
        if (description < 0) throw new FormatException($"The translated page of {name} needs a '## Description'.");
        var parameters = Array.IndexOf(lines, "## Parameters") is var at && at >= 0 ? at : lines.Length;
        return new CmdletTranslation(
            string.Join(' ', lines[1..description].Where(line => line.Length > 0)),
            [.. lines[(description + 1)..parameters].Where(line => line.Length > 0)],
            ParametersOf(lines[parameters..]));
    }

    private static Dictionary<string, string> ParametersOf(IEnumerable<string> lines) => lines
        .Where(line => line.StartsWith("- ", StringComparison.Ordinal) && line.Contains(": ", StringComparison.Ordinal))
        .ToDictionary(line => line[2..line.IndexOf(": ", StringComparison.Ordinal)], line => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..], StringComparer.Ordinal);
}
