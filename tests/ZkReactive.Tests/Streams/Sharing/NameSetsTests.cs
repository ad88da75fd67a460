using ZkReactive.Streams.Sharing;

namespace ZkReactive.Tests.Streams.Sharing;

public class NameSetsTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "", "a")]
    [InlineData("", "a", "")]
    [InlineData("a b c", "b", "a c")]
    [InlineData("a b c", "a b c", "")]
    [InlineData("b d", "a b c d e", "")]
    [InlineData("Z a", "a", "Z")]
    [InlineData("a c e", "b d f", "a c e")]
    public void Except_SortedSets_LeavesWhatIsOnlyInTheFirst(string set, string without, string left) =>
        Assert.Equal(Split(left), NameSets.Except(Split(set), Split(without)));

    [Fact]
    public void Sorted_IsOrdinal() => Assert.Equal(["Z", "a", "ä"], NameSets.Sorted(["ä", "a", "Z"]));

    private static string[] Split(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
