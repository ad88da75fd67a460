using ZkReactive.PowerShell.Help;

namespace ZkReactive.PowerShell.Tests.Help;

public sealed class CmdletTranslationTests
{
    private static readonly string Chinese = Path.Combine(ModuleFolder.Repository, "docs", "cmdlets", "zh-CN");

    [Fact]
    public void Chinese_CoversEveryCmdletAndParameter()
    {
        var gaps = CommandSurfaceTests.Cmdlets().SelectMany(cmdlet => CmdletTranslation.GapsOf(cmdlet, Chinese).Select(gap => $"{cmdlet.Name}: {gap}"));

        Assert.Empty(gaps);
    }

    [Fact]
    public void Chinese_HasNoPageOfACmdletThatIsNotThere()
    {
        var pages = Directory.GetFiles(Chinese, "*-Zk*.md").Select(Path.GetFileNameWithoutExtension);

        Assert.Empty(pages.Except(CommandSurfaceTests.Cmdlets().Select(cmdlet => cmdlet.Name)));
    }

    [Fact]
    public void Apply_TakesTheOwnText_ThenTheCommonOne_ThenTheEnglish()
    {
        var folder = Directory.CreateTempSubdirectory("zkreactive-help-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, CmdletTranslation.CommonFile), "# common\n\n- Path: common path\n- Name: common name\n");
            File.WriteAllText(Path.Combine(folder, "Get-ZkThing.md"), "# Get-ZkThing\n\nShort.\n\n## Description\n\nLong.\n\n## Parameters\n\n- Path: own: path\n");
            var cmdlet = new CmdletInfo("Get-ZkThing", null, null, [Parameter("Path"), Parameter("Name"), Parameter("Other")], []);

            var (translated, page) = CmdletTranslation.Apply(cmdlet, new CmdletPage("English.", ["English."], [], []), folder);

            Assert.Equal(["own: path", "common name", "English"], translated.Parameters.Select(parameter => parameter.Description));
            Assert.Equal(("Short.", "Long."), (page.Synopsis, Assert.Single(page.Description)));
            Assert.Equal(["Other"], CmdletTranslation.GapsOf(cmdlet, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ParameterInfo Parameter(string name) => new(name, "String", IsSwitch: false, [], AllowsWildcards: false, "English", []);
}
