using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Processing;

public sealed class HandshakeTests : ServerTest
{
    private static readonly ConnectRequest NewSession = new(0, Zxid.None, 10_000, SessionId.None, new byte[16], false);

    [Theory]
    [InlineData(1, 2000)]
    [InlineData(-1, 2000)]
    [InlineData(2000, 2000)]
    [InlineData(7777, 7777)]
    [InlineData(20_000, 20_000)]
    [InlineData(20_001, 20_000)]
    public async Task TheTimeout_IsHeldBetweenTwoAndTwentyTicks(int asked, int given) =>
        Assert.Equal(given, (await ConnectAsync(asked)).Session.TimeoutMilliseconds);

    [Fact]
    public async Task OldClients_ThatSayNothingOfReadOnly_GetNoneBack()
    {
        Assert.Null(Track(await WireClient.ConnectAsync(Server.EndPoint, NewSession with { ReadOnly = null })).Session.ReadOnly);
        Assert.False((await ConnectAsync()).Session.ReadOnly);
    }

    [Fact]
    public async Task AClientThatHasSeenTheFuture_IsSentAwayWithoutAnAnswer()
    {
        var client = await OpenAsync();
        await client.SendFrameAsync(NewSession with { LastZxidSeen = new Zxid(1) });

        Assert.Null(await client.ReadAsync());
        Assert.Equal(0, Server.Statistics.Sessions);
    }

    [Fact]
    public async Task Resume_WithAWrongPassword_LooksExpired_AndLeavesTheOwnerAlone()
    {
        var owner = await ConnectAsync();
        var thief = Track(await WireClient.ResumeAsync(Server.EndPoint, owner.Session with { Password = new byte[16] }));

        Assert.Equal((SessionId.None, 0), (thief.Id, thief.Session.TimeoutMilliseconds));
        Assert.Null(await thief.ReadAsync());
        Assert.Equal(ErrorCode.Ok, await owner.PingAsync());
    }

    [Fact]
    public async Task Resume_OnANewConnection_ClosesTheOldOne()
    {
        var first = await ConnectAsync();
        await first.GetAsync("/", watch: true);
        var second = await ResumeAsync(first);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(first.Session.Password, second.Session.Password);
        Assert.Null(await first.ReadAsync());
        await second.SetAsync("/", "x");
        Assert.Empty(await second.EventsSoFarAsync());
    }

    [Fact]
    public async Task CloseSession_AnswersThenCloses_AndTheSessionIsGone()
    {
        var client = await ConnectAsync();
        var other = await ConnectAsync();
        await client.CreateAsync("/e", mode: CreateMode.Ephemeral);

        Assert.Equal(ErrorCode.Ok, (await client.CallAsync(OpCode.CloseSession, default(EmptyRecord))).Header.Error);
        Assert.Null(await client.ReadAsync());
        Assert.Equal(ErrorCode.NoNode, await other.ExistsAsync("/e"));
        Assert.Equal(SessionId.None, (await ResumeAsync(client)).Id);
    }

    [Fact]
    public async Task SessionIds_AreUnlikeContainersAndTtlNodes()
    {
        var id = (await ConnectAsync()).Id.Value;

        Assert.True(id > 0);
        Assert.Equal(0, id >> 56);
    }
}
