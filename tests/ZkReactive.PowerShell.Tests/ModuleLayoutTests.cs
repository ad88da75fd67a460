using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZkReactive.PowerShell.Cmdlets;

namespace ZkReactive.PowerShell.Tests;

/// <summary>What the build lays out is a whole module.</summary>
public sealed partial class ModuleLayoutTests
{
    private static readonly string[] Platforms = ["win-x64", "win-arm64", "linux-x64", "linux-arm64", "osx-arm64"];
    private static readonly string Manifest = File.ReadAllText(Path.Combine(ModuleFolder.Path, "ZkReactive.psd1"));

    [Fact]
    public void Manifest_ExportsEveryCmdletByName()
    {
        var listed = CmdletsToExport().Match(Manifest).Groups["names"].Value;

        Assert.Equal(
            CommandSurfaceTests.Cmdlets().Select(c => c.Name),
            QuotedName().Matches(listed).Select(m => m.Groups["name"].Value).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("*", Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_HasTheVersionOfTheAssemblies() => Assert.Contains(
        $"ModuleVersion = '{typeof(ZkCmdlet).Assembly.GetName().Version!.ToString(3)}'", Manifest, StringComparison.Ordinal);

    [Theory]
    [InlineData("ZkReactive.psm1")]
    [InlineData("ZkReactive.Format.ps1xml")]
    [InlineData("ZkReactive.Should.ps1")]
    [InlineData("en-US/about_ZkReactive.help.txt")]
    [InlineData("en-US/about_ZkReactive_Drive.help.txt")]
    [InlineData("en-US/about_ZkReactive_Streams.help.txt")]
    [InlineData("en-US/about_ZkReactive_Deploy.help.txt")]
    [InlineData("en-US/about_ZkReactive_Policies.help.txt")]
    [InlineData("en-US/about_ZkReactive_Agents.help.txt")]
    [InlineData("zh-CN/about_ZkReactive.help.txt")]
    [InlineData("zh-CN/ZkReactive.PowerShell.dll-Help.xml")]
    [InlineData("en-US/ZkReactive.PowerShell.dll-Help.xml")]
    [InlineData("bin/ZkReactive.PowerShell.Loader.dll")]
    [InlineData("bin/ZkReactive.PowerShell.dll")]
    [InlineData("bin/ZkReactive.PowerShell.deps.json")]
    [InlineData("bin/ZkReactive.dll")]
    [InlineData("bin/ZkReactive.Server.dll")]
    [InlineData("bin/System.Reactive.dll")]
    public void Layout_HasTheFile(string file) => Assert.True(File.Exists(Path.Combine(ModuleFolder.Path, file)), file);

    [Fact]
    public void Layout_HasNativePartsForTheFivePlatformsAlone()
    {
        var runtimes = Path.Combine(ModuleFolder.Path, "bin", "runtimes");
        var found = Directory.Exists(runtimes) ? Directory.GetFiles(runtimes, "*", SearchOption.AllDirectories) : [];

        Assert.All(found, file => Assert.Contains(Path.GetRelativePath(runtimes, file).Split('/', '\\')[0], Platforms));
    }

    [Fact]
    public void Layout_ShipsNoEngine() => Assert.Empty(Directory.GetFiles(ModuleFolder.Path, "System.Management.Automation*", SearchOption.AllDirectories));

    [Fact]
    public void Help_DescribesEveryCmdletParameterAndOutput()
    {
        var commands = XDocument.Load(Path.Combine(ModuleFolder.Path, "en-US", "ZkReactive.PowerShell.dll-Help.xml")).Root!.Elements().ToArray();

        Assert.Equal(CommandSurfaceTests.Cmdlets().Count, commands.Length);
        foreach (var description in commands.Descendants().Where(e => e.Name.LocalName == "description"))
            Assert.False(string.IsNullOrWhiteSpace(description.Value) && description.Parent!.Name.LocalName != "returnValue", description.Parent!.ToString());
    }

    [Fact]
    public void Formats_CoverEveryOutputTypeWithATableAndAListForEightyColumns()
    {
        var views = XDocument.Load(Path.Combine(ModuleFolder.Path, "ZkReactive.Format.ps1xml")).Descendants("View").ToArray();
        var formatted = views.ToLookup(v => v.Descendants("TypeName").Single().Value);

        foreach (var type in CommandSurfaceTests.Cmdlets().SelectMany(c => c.Outputs).Select(o => o.Type).Distinct().Where(t => t.StartsWith("ZkReactive", StringComparison.Ordinal) && !t.EndsWith("Job", StringComparison.Ordinal)))
        {
            Assert.Contains(formatted[type], v => v.Element("TableControl") is not null);
            Assert.Contains(formatted[type], v => v.Element("ListControl") is not null);
        }

        foreach (var table in views.Descendants("TableHeaders"))
            Assert.InRange(table.Elements().Sum(column => ((int?)column.Element("Width") ?? 15) + 1), 0, 80);
    }

    [GeneratedRegex(@"CmdletsToExport = @\((?<names>[^)]*)\)")]
    private static partial Regex CmdletsToExport();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex QuotedName();
}
