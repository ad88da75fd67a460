using System.Text;

namespace ZkReactive.Protocol.Tests;

public class QuotaTextTests
{
    [Theory]
    [InlineData("count=4,bytes=-1", 4, -1, -1, -1)]
    [InlineData("count=-1,bytes=5=;byteHardLimit=10;countHardLimit=9", -1, 5, 9, 10)]
    [InlineData("count=2,bytes=3=;countHardLimit=8", 2, 3, 8, -1)]
    public void ZooKeepersText_IsReadAndWrittenBack(string text, long count, long bytes, long countHard, long byteHard)
    {
        var figures = QuotaText.Parse(Encoding.UTF8.GetBytes(text));
        Assert.Equal(new QuotaText(count, bytes, countHard, byteHard), figures);
        Assert.Equal(text, Encoding.UTF8.GetString(figures.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("count,bytes=;x=1")]
    [InlineData("count=many,bytes=99999999999999999999")]
    public void AnotherText_CountsAsNone(string text) => Assert.Equal(new QuotaText(-1, -1), QuotaText.Parse(Encoding.UTF8.GetBytes(text)));
}
