using ZkReactive.Protocol.Framing;

namespace ZkReactive.Protocol.Tests.Framing;

public class XidsTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(int.MaxValue - 1, int.MaxValue)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(0, 1)]
    [InlineData(int.MinValue, 1)]
    [InlineData(-2, 1)]
    public void Next_StaysPositive(int xid, int expected) => Assert.Equal(expected, Xids.Next(xid));
}
