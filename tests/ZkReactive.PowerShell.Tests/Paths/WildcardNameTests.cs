using ZkReactive.PowerShell.Paths;

namespace ZkReactive.PowerShell.Tests.Paths;

public sealed class WildcardNameTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("web*", "web1", true)]
    [InlineData("web*", "Web1", false)]
    [InlineData("*b*b", "abcb", true)]
    [InlineData("*b*b", "abcbc", false)]
    [InlineData("w?b", "web", true)]
    [InlineData("w?b", "wb", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[abz]", "z", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[a", "[a", true)]
    [InlineData("a`*", "a*", true)]
    [InlineData("a`*", "ab", false)]
    [InlineData("a`[1`]", "a[1]", true)]
    [InlineData("a``b", "a`b", true)]
    [InlineData("a`", "a`", true)]
    [InlineData("☃*", "☃ — ü", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    public void IsMatch_Name_FitsAsInPowerShellButByCase(string pattern, string name, bool fits) =>
        Assert.Equal(fits, WildcardName.Parse(pattern).IsMatch(name));

    [Fact]
    public void IsMatch_ManyStars_ComesToAnEnd() =>
        Assert.False(WildcardName.Parse(string.Concat(Enumerable.Repeat("a*", 30)) + "b").IsMatch(new string('a', 500)));

    [Theory]
    [InlineData("plain", true, "plain")]
    [InlineData("a`[1`]", true, "a[1]")]
    [InlineData("a[1]", false, "a[1]")]
    [InlineData("a*", false, "a*")]
    public void Literal_Pattern_IsTheNameItStandsFor(string pattern, bool isLiteral, string literal)
    {
        var name = WildcardName.Parse(pattern);

        Assert.Equal(isLiteral, name.IsLiteral);
        Assert.Equal(literal, name.Literal);
    }

    [Theory]
    [InlineData("a[1]*?`")]
    [InlineData("plain ☃")]
    public void EscapeName_Name_IsReadBackAsItIs(string name)
    {
        Assert.Equal(name, WildcardName.Parse(WildcardName.EscapeName(name)).Literal);
        Assert.Equal(name, WildcardName.Unescape(WildcardName.EscapeName(name)));
    }

    [Fact]
    public void Unescape_BacktickBeforeALetter_StaysAName() => Assert.Equal("a`b", WildcardName.Unescape("a`b"));
}
