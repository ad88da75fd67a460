namespace ZkReactive.Protocol.Tests;

[Trait("Trap", "6")]
public class SequentialNameTests
{
    // The right column was printed by Java's String.format("%010d").
    public static TheoryData<int, string> Counters => new()
    {
        { 0, "0000000000" },
        { 7, "0000000007" },
        { int.MaxValue, "2147483647" },
        { int.MinValue, "-2147483648" },
        { -2147483647, "-2147483647" },
        { -1000000000, "-1000000000" },
        { -999999999, "-999999999" },
        { -1, "-000000001" },
    };

    [Theory]
    [MemberData(nameof(Counters))]
    public void Format_AsJavaDoes(int counter, string text) => Assert.Equal("lock-" + text, SequentialName.Format("lock-", counter));

    [Theory]
    [MemberData(nameof(Counters))]
    public void TryParse_KnownPrefix_GivesTheCounter(int counter, string text)
    {
        foreach (var prefix in new[] { "", "n", "lock-", "a--", "9" })
        {
            Assert.True(SequentialName.TryParse(prefix + text, prefix, out var number));
            Assert.Equal(counter, number);
        }
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void TryParse_PrefixEndingInADash_GivesBoth(int counter, string text)
    {
        Assert.True(SequentialName.TryParse("lock-" + text, out var prefix, out var number));
        Assert.Equal(("lock-", counter), (prefix, number));
    }

    [Theory]
    [InlineData("__lock__0000000012", "__lock__", 12)]
    [InlineData("0000000012", "", 12)]
    [InlineData("a-000000001", "a", -1)]
    [InlineData("a-2147483648", "a", -2147483648)]
    [InlineData("v20000000012", "v2", 12)]
    public void TryParse_UnknownPrefix_Table(string name, string expectedPrefix, long expected)
    {
        Assert.True(SequentialName.TryParse(name, out var prefix, out var number));
        Assert.Equal((expectedPrefix, expected), (prefix, number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("lock")]
    [InlineData("lock-12")]
    [InlineData("lock000000001")]
    [InlineData("x9999999999")]
    [InlineData("a-000000000")]
    [InlineData("lock-000000001\u0661")]
    public void TryParse_NoCounter_IsFalse(string name)
    {
        Assert.False(SequentialName.TryParse(name, out string? prefix, out _));
        Assert.Null(prefix);
    }

    [Theory]
    [InlineData("lock-0000000001", "other-")]
    [InlineData("lock-00000000012", "lock-")]
    [InlineData("lock--0000000001", "lock-")]
    [InlineData("lock-9999999999", "lock-")]
    [InlineData("lock-", "lock-")]
    public void TryParse_KnownPrefixWithoutItsCounter_IsFalse(string name, string prefix) =>
        Assert.False(SequentialName.TryParse(name, prefix, out _));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(9, 10)]
    [InlineData(int.MaxValue, int.MinValue)]
    [InlineData(int.MaxValue - 5, int.MinValue + 5)]
    [InlineData(-1, 0)]
    public void Compare_OlderFirst_AcrossTheWrap(int older, int newer)
    {
        Assert.True(SequentialName.Compare(older, newer) < 0);
        Assert.True(SequentialName.Compare(newer, older) > 0);
        Assert.Equal(0, SequentialName.Compare(older, older));
    }
}
