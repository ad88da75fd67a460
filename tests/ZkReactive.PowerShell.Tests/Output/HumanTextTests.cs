using ZkReactive.PowerShell.Output;
using ZkReactive.TestKit.Time;

namespace ZkReactive.PowerShell.Tests.Output;

public sealed class HumanTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(0L, "0 bytes")]
    [InlineData(1L, "1 byte")]
    [InlineData(1023L, "1023 bytes")]
    [InlineData(1536L, "1.5 KB")]
    [InlineData(1024L * 1024, "1.0 MB")]
    [InlineData(5L * 1024 * 1024 * 1024, "5.0 GB")]
    public void Size_Bytes_AreShownInTheUnitThatSuits(long? bytes, string shown) => Assert.Equal(shown, HumanText.Size(bytes));

    [Theory]
    [InlineData(0, "0 s ago")]
    [InlineData(59, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(3_599, "59 min ago")]
    [InlineData(86_399, "23 h ago")]
    [InlineData(86_400 * 3, "3 d ago")]
    [InlineData(-2, "just now")]
    [InlineData(-7_200, "in 2 h")]
    public void Age_Time_IsShownWithHowLongAgo(int seconds, string shown)
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2030, 5, 6, 7, 8, 9, TimeSpan.Zero));
        var at = time.GetUtcNow().AddSeconds(-seconds);

        Assert.Equal($"{at:yyyy-MM-dd HH:mm:ss} ({shown})", HumanText.Age(at, time));
    }

    [Fact]
    public void Age_NoTimeAndThatOfANodeThatIsNotThereYet_AreEmpty() =>
        Assert.Equal(("", ""), (HumanText.Age(null), HumanText.Age(DateTimeOffset.UnixEpoch)));
}
