using ZkReactive.Server.Sessions;

namespace ZkReactive.Server.Tests.Sessions;

public sealed class SessionPasswordTests
{
    /// <summary>What <c>java.util.Random</c> gave, seeded as Apache ZooKeeper does it.</summary>
    [Theory]
    [InlineData(1L, "054cc74a37327db215e702e20c73f005")]
    [InlineData(0x100abcdef0001L, "76b39f6d54c3bc4f6ebe2fdff1198ecf")]
    [InlineData(-5L, "d47144b5e45e45c49c3b7fdcd66257ba")]
    public void Of_IsThatOfApache(long session, string expected) => Assert.Equal(expected, Convert.ToHexStringLower(SessionPassword.Of(session)));
}
