namespace ZkReactive.Protocol.Tests;

public class ZkPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("/a/b.c")]
    [InlineData("/a/...")]
    [InlineData("/a/..b")]
    [InlineData("/a/.b/b.")]
    [InlineData("/a b/\u00e9\u6f22")]
    [InlineData("/\u0020\u007e\u00a0\ud7ff\uf900\uffef")]
    [InlineData("/zookeeper/config")]
    public void Parse_LegalPath_KeepsIt(string text)
    {
        Assert.Equal(text, ZkPath.Parse(text).Value);
        Assert.True(ZkPath.TryParse(text, out var path, out var reason));
        Assert.Equal(text, path.ToString());
        Assert.Null(reason);
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("a", "start with '/'")]
    [InlineData("a/b", "start with '/'")]
    [InlineData("/a/", "end with '/'")]
    [InlineData("//", "end with '/'")]
    [InlineData("//a", "empty segment at position 1")]
    [InlineData("/a//b", "empty segment at position 3")]
    [InlineData("/.", "relative")]
    [InlineData("/..", "relative")]
    [InlineData("/./a", "relative")]
    [InlineData("/a/../b", "relative")]
    [InlineData("/a/b/..", "relative")]
    [InlineData("/a\0b", "U+0000 at position 2")]
    [InlineData("/\u0001", "U+0001")]
    [InlineData("/\u001f", "U+001F")]
    [InlineData("/\u007f", "U+007F")]
    [InlineData("/\u009f", "U+009F")]
    [InlineData("/\uf8ff", "U+F8FF")]
    [InlineData("/\ufff0", "U+FFF0")]
    [InlineData("/\U0001f600", "U+D83D")]
    public void Parse_IllegalPath_SaysWhy(string? text, string why)
    {
        Assert.False(ZkPath.TryParse(text, out var path, out var reason));
        Assert.Contains(why, reason, StringComparison.Ordinal);
        Assert.Equal(ZkPath.Root, path);
        if (text is not null) Assert.Contains(why, Assert.Throws<ArgumentException>(() => ZkPath.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "", "/", 0)]
    [InlineData("/a", "a", "/", 1)]
    [InlineData("/a/b", "b", "/a", 2)]
    [InlineData("/a/b/c", "c", "/a/b", 3)]
    public void NameParentDepth_Table(string text, string name, string parent, int depth)
    {
        var path = ZkPath.Parse(text);
        Assert.Equal((name, parent, depth, text == "/"), (path.Name, path.Parent.Value, path.Depth, path.IsRoot));
    }

    [Theory]
    [InlineData("/", "a", "/a")]
    [InlineData("/a", "b", "/a/b")]
    [InlineData("/a", "b/c", "/a/b/c")]
    public void Append_Name_GivesTheChild(string parent, string name, string expected)
    {
        Assert.Equal(expected, ZkPath.Parse(parent).Append(name).Value);
        Assert.Equal(expected, (ZkPath.Parse(parent) / name).Value);
    }

    [Theory]
    [InlineData("/a", "")]
    [InlineData("/a", "..")]
    [InlineData("/a", "/b")]
    [InlineData("/a", "b/")]
    [InlineData("/", "b\u0000")]
    public void Append_IllegalName_Throws(string parent, string name) => Assert.ThrowsAny<ArgumentException>(() => ZkPath.Parse(parent).Append(name));

    [Theory]
    [InlineData("/a", "/a", true, false)]
    [InlineData("/a/b", "/a", true, true)]
    [InlineData("/app2/x", "/app", false, false)]
    [InlineData("/app", "/app2", false, false)]
    [InlineData("/a", "/a/b", false, false)]
    [InlineData("/A/b", "/a", false, false)]
    [InlineData("/a", "/", true, true)]
    [InlineData("/", "/", true, false)]
    [InlineData("/", "/a", false, false)]
    public void IsAtOrUnder_CutsAtSegmentBoundaries(string path, string ancestor, bool atOrUnder, bool under)
    {
        Assert.Equal(atOrUnder, ZkPath.Parse(path).IsAtOrUnder(ancestor));
        Assert.Equal(under, ZkPath.Parse(path).IsUnder(ancestor));
    }

    [Fact]
    public void Default_IsTheRoot()
    {
        Assert.Equal("/", default(ZkPath).Value);
        Assert.True(default(ZkPath) == ZkPath.Parse("/"));
        Assert.Equal(ZkPath.Parse("/").GetHashCode(), default(ZkPath).GetHashCode());
    }

    [Fact]
    public void Comparison_IsOrdinal()
    {
        Assert.True(ZkPath.Parse("/B") < ZkPath.Parse("/a"));
        Assert.True(ZkPath.Parse("/a") != ZkPath.Parse("/A"));
        Assert.True(ZkPath.Parse("/a") <= ZkPath.Parse("/a"));
    }
}
