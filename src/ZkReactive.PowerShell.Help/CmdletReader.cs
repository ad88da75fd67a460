using System.Reflection;
using System.Xml.Linq;

namespace ZkReactive.PowerShell.Help;

/// <summary>
/// Reads the cmdlets of an assembly. Looks at attribute data only: the reference engine that is there at build time has no
/// code to run.
/// </summary>
internal static class CmdletReader
{
    private const string Engine = "System.Management.Automation.";

    /// <summary>Reads all cmdlets, by name.</summary>
    public static IReadOnlyList<CmdletInfo> Read(string assembly, string engine)
    {
        AppDomain.CurrentDomain.AssemblyResolve += (_, e) =>
            new AssemblyName(e.Name).Name == "System.Management.Automation" ? Assembly.LoadFrom(engine) : null;
        var documentation = XDocument.Load(Path.ChangeExtension(assembly, ".xml"));
        var summaries = documentation.Descendants("member").ToDictionary(m => (string)m.Attribute("name")!, m => Text(m.Element("summary")));
        return [.. Assembly.LoadFrom(assembly).GetExportedTypes()
            .Select(type => (type, cmdlet: Attributes(type, "CmdletAttribute").FirstOrDefault()))
            .Where(found => found.cmdlet is not null && !found.type.IsAbstract)
            .Select(found => ToCmdlet(found.type, found.cmdlet!, summaries))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static CmdletInfo ToCmdlet(Type type, CustomAttributeData cmdlet, Dictionary<string, string> summaries)
    {
        var parameters = type.GetProperties()
            .Where(property => Attributes(property, "ParameterAttribute").Any())
            .Select(property => ToParameter(property, summaries))
            .OrderBy(parameter => parameter.Name == "Session").ToList();
        var isWriter = Named(cmdlet, "SupportsShouldProcess") is true;
        if (isWriter)
        {
            parameters.Add(Common("WhatIf", "Shows what would be done, and does none of it."));
            parameters.Add(Common("Confirm", "Asks before it is done."));
        }

        var outputs = Attributes(type, "OutputTypeAttribute")
            .SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)
            .Select(a => (Type)a.Value!)
            .Distinct()
            .Select(output => (output.FullName!, summaries.GetValueOrDefault("T:" + output.FullName, "")));
        return new CmdletInfo(
            $"{cmdlet.ConstructorArguments[0].Value}-{cmdlet.ConstructorArguments[1].Value}", (string?)Named(cmdlet, "DefaultParameterSetName"), isWriter ? ImpactOf(cmdlet) : null, parameters, [.. outputs]);

        static ParameterInfo Common(string name, string description) =>
            new(name, "SwitchParameter", IsSwitch: true, name == "WhatIf" ? ["wi"] : ["cf"], false, description, [new(null, false, null, false, false)]);
    }

    // An enum's value comes as its number; Medium is the engine's default.
    private static string ImpactOf(CustomAttributeData cmdlet) => Named(cmdlet, "ConfirmImpact") switch
    {
        0 => "None",
        1 => "Low",
        3 => "High",
        _ => "Medium",
    };

    private static ParameterInfo ToParameter(PropertyInfo property, Dictionary<string, string> summaries)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new ParameterInfo(
            property.Name,
            type.Name,
            type.Name == "SwitchParameter",
            [.. Attributes(property, "AliasAttribute").SelectMany(a => (IEnumerable<CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!).Select(a => (string)a.Value!)],
            Attributes(property, "SupportsWildcardsAttribute").Any(),
            summaries[$"P:{property.DeclaringType!.FullName}.{property.Name}"],
            [.. Attributes(property, "ParameterAttribute").Select(ToSet)]);
    }

    private static ParameterInSet ToSet(CustomAttributeData parameter) => new(
        (string?)Named(parameter, "ParameterSetName"),
        Named(parameter, "Mandatory") is true,
        (int?)Named(parameter, "Position"),
        Named(parameter, "ValueFromPipeline") is true,
        Named(parameter, "ValueFromPipelineByPropertyName") is true);

    private static IEnumerable<CustomAttributeData> Attributes(MemberInfo member, string name) =>
        member.GetCustomAttributesData().Where(a => a.AttributeType.FullName == Engine + name);

    private static object? Named(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value;

    private static string Text(XElement? summary)
    {
        if (summary is null) return "";
        var words = summary.Nodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref") ?? "").Split('.')[^1],
            XElement element => element.Value,
            _ => "",
        });
        return string.Join(' ', string.Concat(words).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
