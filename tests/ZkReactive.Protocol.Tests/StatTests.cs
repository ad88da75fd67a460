namespace ZkReactive.Protocol.Tests;

public class StatTests
{
    [Theory]
    [InlineData(0L, NodeKind.Persistent)]
    [InlineData(0x1234567890abcdefL, NodeKind.Ephemeral)]
    [InlineData(long.MinValue, NodeKind.Container)]
    [InlineData(long.MinValue + 1, NodeKind.Ephemeral)]
    [InlineData(unchecked((long)0xff000000000003e8), NodeKind.Ttl)]
    [InlineData(unchecked((long)0xff00000000000000), NodeKind.Ttl)]
    [InlineData(unchecked((long)0xfe00000000000001), NodeKind.Ephemeral)]
    public void Kind_IsToldFromTheOwner(long owner, NodeKind expected) => Assert.Equal(expected, new Stat { EphemeralOwner = owner }.Kind);

    [Fact]
    public void Created_And_Modified_AreUtcTimes()
    {
        var stat = new Stat { CreatedMilliseconds = 0, ModifiedMilliseconds = 1_700_000_000_123 };
        Assert.Equal(DateTimeOffset.UnixEpoch, stat.Created);
        Assert.Equal(new DateTimeOffset(2023, 11, 14, 22, 13, 20, 123, TimeSpan.Zero), stat.Modified);
    }
}
