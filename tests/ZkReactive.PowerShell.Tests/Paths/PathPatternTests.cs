using ZkReactive.PowerShell.Paths;
using ZkReactive.TestKit.Fakes;

namespace ZkReactive.PowerShell.Tests.Paths;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/a//b/", "/a/b")]
    [InlineData("/", "/")]
    [InlineData("/a`[1`]", "/a[1]")]
    public void Literal_PathWithoutWildcards_IsThatNode(string path, string node)
    {
        var pattern = PathPattern.Parse(path);

        Assert.True(pattern.IsLiteral);
        Assert.Equal(node, pattern.Literal.Value);
    }

    [Fact]
    public void Choose_BracketsThatAreAName_MeanThatNodeAlone()
    {
        string[] names = ["a1", "a[1]", "a2"];

        Assert.Equal(["a[1]"], PathPattern.Choose(WildcardName.Parse("a[1]"), names));
        Assert.Equal(["a1", "a2"], PathPattern.Choose(WildcardName.Parse("a[12]"), names));
        Assert.Equal(["a1", "a2", "a[1]"], PathPattern.Choose(WildcardName.Parse("a*"), names));
    }

    [Theory]
    [InlineData("/app/*", new[] { "/app/old", "/app/web1", "/app/web2" })]
    [InlineData("/app/web*/config", new[] { "/app/web1/config" })]
    [InlineData("/*/*/config", new[] { "/app/web1/config" })]
    [InlineData("/app/none*", new string[0])]
    [InlineData("/none/*", new string[0])]
    [InlineData("/not/there", new[] { "/not/there" })]
    public async Task ExpandAsync_Pattern_GivesTheNodesThatAreThere(string pattern, string[] expected)
    {
        using var client = new FakeZkClient(Tree());

        var found = await PathResolver.ExpandAsync(client, PathPattern.Parse(pattern), default);

        Assert.Equal(expected, found.Select(path => path.Value));
    }

    private static FakeTree Tree()
    {
        var tree = new FakeTree();
        foreach (var path in new[] { "/app", "/app/web2", "/app/web1", "/app/web1/config", "/app/old" }) tree.Create(path);
        return tree;
    }
}
