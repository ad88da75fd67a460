using System.Globalization;
using System.Xml.Linq;

namespace ZkReactive.PowerShell.Help;

/// <summary>Writes the XML that Get-Help reads for compiled cmdlets.</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Help = "http://msh";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Makes the document of all cmdlets.</summary>
    public static XDocument Write(IEnumerable<(CmdletInfo Cmdlet, CmdletPage Page)> documents) => new(
        new XElement(Help + "helpItems",
            new XAttribute("schema", "maml"),
            documents.Select(document => ToCommand(document.Cmdlet, document.Page))));

    private static XElement ToCommand(CmdletInfo cmdlet, CmdletPage page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Name.Split('-')[0]),
            new XElement(Command + "noun", cmdlet.Name.Split('-')[1]),
            Paragraphs("description", [page.Synopsis])),
        Paragraphs("description", page.Description),
        new XElement(Command + "syntax", SetsOf(cmdlet).Select(set => ToSyntax(cmdlet, set))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => ToParameter(parameter, parameter.Sets[0]))),
        new XElement(Command + "inputTypes", InputsOf(cmdlet).Select(input =>
            new XElement(Command + "inputType", new XElement(Dev + "type", new XElement(Maml + "name", input.TypeName)), Paragraphs("description", [input.Description])))),
        new XElement(Command + "returnValues", cmdlet.Outputs.Select(output =>
            new XElement(Command + "returnValue", new XElement(Dev + "type", new XElement(Maml + "name", output.Type)), Paragraphs("description", [output.Summary])))),
        new XElement(Command + "examples", page.Examples.Select(ToExample)),
        new XElement(Command + "relatedLinks", page.Related.Select(link =>
            new XElement(Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static string?[] SetsOf(CmdletInfo cmdlet)
    {
        string?[] named = [.. cmdlet.Parameters.SelectMany(p => p.Sets).Select(s => s.Set).OfType<string>().Distinct().OrderBy(set => set != cmdlet.DefaultSet)];
        return named.Length > 0 ? named : [null];
    }

    private static IEnumerable<ParameterInfo> InputsOf(CmdletInfo cmdlet) => cmdlet.Parameters.Where(p => p.Sets.Any(s => s.FromPipeline));

    private static XElement ToSyntax(CmdletInfo cmdlet, string? set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", cmdlet.Name),
        cmdlet.Parameters
            .Select(parameter => (parameter, here: parameter.Sets.FirstOrDefault(s => s.Set is null || s.Set == set)))
            .Where(found => found.here is not null)
            .OrderBy(found => found.here!.Position ?? int.MaxValue)
            .ThenByDescending(found => found.here!.IsMandatory)
            .Select(found => ToParameter(found.parameter, found.here!)));

    private static XElement ToParameter(ParameterInfo parameter, ParameterInSet here) => new(
        Command + "parameter",
        new XAttribute("required", here.IsMandatory ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.AllowsWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", here.PipelineInput),
        new XAttribute("position", here.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count > 0 ? string.Join(", ", parameter.Aliases) : "none"),
        new XElement(Maml + "name", parameter.Name),
        Paragraphs("description", [parameter.Description]),
        parameter.IsSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), parameter.TypeName),
        new XElement(Dev + "type", new XElement(Maml + "name", parameter.TypeName), new XElement(Maml + "uri")),
        new XElement(Dev + "defaultValue", parameter.IsSwitch ? "False" : "None"));

    private static XElement ToExample(CmdletExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"-------- Example {index + 1}: {example.Title} --------")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", (example.Output.Length > 0 ? [example.Output] : Array.Empty<string>()).Concat(example.Remarks).Select(p => new XElement(Maml + "para", p))));

    private static XElement Paragraphs(string name, IEnumerable<string> paragraphs) =>
        new(Maml + name, paragraphs.Select(p => new XElement(Maml + "para", p)));
}
