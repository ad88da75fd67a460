using System.Text;
using ZkReactive.PowerShell.Cmdlets;
using ZkReactive.PowerShell.Help;
using ZkReactive.TestKit.Snapshots;

namespace ZkReactive.PowerShell.Tests;

public sealed class CommandSurfaceTests
{
    /// <summary>What scripts depend on: names, parameter sets, types, aliases, pipeline input, outputs, and what asks first.</summary>
    [Fact]
    public void Surface()
    {
        var text = new StringBuilder();
        foreach (var cmdlet in Cmdlets())
        {
            string?[] facts = [cmdlet.DefaultSet is { } set ? $"default set {set}" : null, cmdlet.Impact is { } impact ? $"impact {impact}" : null];
            var known = string.Join(", ", facts.OfType<string>());
            text.AppendLine(known.Length == 0 ? cmdlet.Name : $"{cmdlet.Name} ({known})");
            foreach (var parameter in cmdlet.Parameters.OrderBy(p => p.Name, StringComparer.Ordinal)) text.AppendLine("  " + Line(parameter));
            foreach (var (type, _) in cmdlet.Outputs) text.AppendLine("  > " + type);
            text.AppendLine();
        }

        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void EveryPath_BindsFromThePipelineByNameAndCompletes()
    {
        foreach (var path in Cmdlets().SelectMany(c => c.Parameters).Where(p => p.Name == "Path"))
        {
            Assert.All(path.Sets, set => Assert.True(set.FromPipelineByName));
            Assert.Contains("PSPath", path.Aliases);
        }
    }

    internal static IReadOnlyList<CmdletInfo> Cmdlets() => CmdletReader.Read(
        typeof(ZkCmdlet).Assembly.Location, typeof(System.Management.Automation.PSCmdlet).Assembly.Location);

    private static string Line(ParameterInfo parameter)
    {
        var sets = parameter.Sets.Select(set =>
            $"{set.Set ?? "*"}{(set.IsMandatory ? "!" : "")}{(set.Position is { } at ? $"@{at}" : "")}{(set.FromPipeline ? "|" : "")}{(set.FromPipelineByName ? "." : "")}");
        return $"-{parameter.Name} {parameter.TypeName} [{string.Join(", ", sets)}]{(parameter.Aliases.Count > 0 ? " aka " + string.Join(", ", parameter.Aliases) : "")}";
    }
}
