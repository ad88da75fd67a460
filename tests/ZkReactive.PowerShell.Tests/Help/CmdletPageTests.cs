using ZkReactive.PowerShell.Help;

namespace ZkReactive.PowerShell.Tests.Help;

public sealed class CmdletPageTests
{
    private const string Page = """
        # Get-ZkThing

        Gets `things`.

        ## Description

        First
        paragraph.

        Second.

        ## Examples

        ### One

        With a remark.

        ```powershell
        Get-ZkThing
        # a comment, no heading
        ```

        ```text
        Name
        ```

        ### Two

        ```powershell no-run
        Get-ZkThing *
        ```

        ## Related

        - [Set-ZkThing](Set-ZkThing.md)

        """;

    [Fact]
    public void Parse_Page_TakesItApart()
    {
        var page = CmdletPage.Parse(Page, "Get-ZkThing");

        Assert.Equal("Gets things.", page.Synopsis);
        Assert.Equal(["First paragraph.", "Second."], page.Description);
        Assert.Equal(["Set-ZkThing"], page.Related);
        Assert.Equal(["One", "Two"], page.Examples.Select(e => e.Title));
        Assert.Equal("Get-ZkThing\n# a comment, no heading", page.Examples[0].Code);
        Assert.Equal("Name", page.Examples[0].Output);
        Assert.Equal(["With a remark."], page.Examples[0].Remarks);
    }

    [Fact]
    public void Parse_PageOfAnotherCmdlet_IsRefused() => Assert.Throws<FormatException>(() => CmdletPage.Parse(Page, "Set-ZkThing"));

    [Fact]
    public void Parse_OneExample_IsRefused() =>
        Assert.Throws<FormatException>(() => CmdletPage.Parse(Page.Replace("### Two", "Two", StringComparison.Ordinal), "Get-ZkThing"));
}
