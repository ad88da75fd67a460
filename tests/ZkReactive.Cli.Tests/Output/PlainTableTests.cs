namespace ZkReactive.Cli.Tests.Output;

public sealed class PlainTableTests
{
    [Fact]
    public void Write_Rows_AreAlignedWithoutTrailingSpaces()
    {
        using var output = new StringWriter { NewLine = "\n" };
        PlainTable.Write(output, 2, ["agent", "state", ""], [["a", "succeeded", ""], ["agent-10", "failed", "because"]]);

        Assert.Equal("  agent     state\n  a         succeeded\n  agent-10  failed     because\n", output.ToString());
    }
}
