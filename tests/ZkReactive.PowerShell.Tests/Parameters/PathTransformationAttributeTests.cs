using System.Management.Automation;
using ZkReactive.PowerShell.Parameters;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Tests.Parameters;

public sealed class PathTransformationAttributeTests
{
    [Fact]
    public void Transform_Text_BecomesPathsSoThatTheEngineNeedNotTry() =>
        Assert.Equal(new ZkPath[] { "/app/config" }, Assert.IsType<ZkPath[]>(PathTransformationAttribute.Transform("/app/config")));

    [Fact]
    public void Transform_TextAndPathsMixed_BecomePaths() =>
        Assert.Equal(new ZkPath[] { "/a", "/b" }, Assert.IsType<ZkPath[]>(PathTransformationAttribute.Transform(new object[] { "/a", (ZkPath)"/b" })));

    [Fact]
    public void Transform_ObjectThatMayHaveAPath_IsLeftAlone()
    {
        var row = new Version(1, 2);
        object[] rows = [row];

        Assert.Same(row, PathTransformationAttribute.Transform(row));
        Assert.Same(rows, PathTransformationAttribute.Transform(rows));
        Assert.Null(PathTransformationAttribute.Transform(null));
    }

    [Theory]
    [InlineData("app")]
    [InlineData("")]
    [InlineData("/a//b")]
    public void Transform_TextThatIsNoPath_IsRefused(string text) =>
        Assert.Throws<ArgumentTransformationMetadataException>(() => PathTransformationAttribute.Transform(new[] { "/fine", text }));
}
