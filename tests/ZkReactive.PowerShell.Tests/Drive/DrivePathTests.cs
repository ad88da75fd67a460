using ZkReactive.PowerShell.Drive;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Tests.Drive;

public sealed class DrivePathTests
{
    [Theory]
    [InlineData("Zk1", "Zk1", "/")]
    [InlineData("Zk1/", "Zk1", "/")]
    [InlineData("Zk1/app/config", "Zk1", "/app/config")]
    [InlineData("Zk1\\app\\config\\", "Zk1", "/app/config")]
    [InlineData("Zk1//app", "Zk1", "/app")]
    [InlineData("Zk1/app/./x/../config", "Zk1", "/app/config")]
    [InlineData("Zk1/../../app", "Zk1", "/app")]
    [InlineData("/app", "", "/app")]
    [InlineData("", "", "/")]
    [InlineData("Zk1/we ird[1]", "Zk1", "/we ird[1]")]
    public void Parse_ProviderPath_IsSessionAndNode(string path, string session, string node)
    {
        var parsed = DrivePath.Parse(path);

        Assert.Equal(session, parsed.Session);
        Assert.Equal(node, parsed.Node.Value);
    }

    [Theory]
    [InlineData("Zk1")]
    [InlineData("Zk1/app/config")]
    [InlineData("/app")]
    public void ToString_Path_IsReadBack(string path) => Assert.Equal(path, DrivePath.Parse(path).ToString());

    [Fact]
    public void Of_AnotherNode_StaysInTheSession()
    {
        Assert.Equal("Zk1/x/y", DrivePath.Parse("Zk1/a").Of("/x/y").ToString());
        Assert.Equal("Zk1", DrivePath.Parse("Zk1/a").Of(ZkPath.Root).ToString());
    }

    [Fact]
    public void Node_IllegalName_SaysWhy() => Assert.Throws<ArgumentException>(() => DrivePath.Parse("Zk1/a\u0001").Node);

    [Theory]
    [InlineData("prod", "prod")]
    [InlineData("a/b\\c:d", "a_b_c_d")]
    [InlineData("[x]*", "_x__")]
    public void Label_SessionName_IsOneSegmentWithoutWildcards(string name, string label) => Assert.Equal(label, DrivePath.Label(name));
}
