using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.TestKit.ScriptedServer;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Client.Tests.Sessions;

/// <summary>A session that one process leaves and another takes up.</summary>
public class HandOverTests
{
    private static readonly byte[] Password = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];

    [Fact]
    public async Task Detach_WaitsForWhatIsUnderWay_AndNeverClosesTheSession()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync();
        var set = client.SetAsync("/a", default, NodeVersion.Any);
        var request = await connection.ExpectAsync(OpCode.SetData);
        var detaching = client.DetachAsync().AsTask();
        var farewell = await connection.ExpectAsync(OpCode.Exists);
        Assert.False(detaching.IsCompleted);
        await connection.ReplyAsync(request.Xid, 41, new Protocol.Records.SetDataResponse(ScriptedSession.SomeStat));
        await connection.ReplyAsync(farewell.Xid, 42, ErrorCode.NoNode);

        var ticket = await detaching.Soon();
        await set.Soon();
        Assert.Equal((new SessionId(0x1234), new Zxid(42), TimeSpan.FromSeconds(10), server.ConnectString), (ticket!.Id, ticket.LastZxid, ticket.NegotiatedTimeout, ticket.Servers));
        await connection.WaitForCloseAsync();
        Assert.DoesNotContain(connection.Requests, asked => asked.OpCode == OpCode.CloseSession);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetAsync("/a").Soon());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.DetachAsync().Soon());
        await client.DisposeAsync().Soon();
    }

    [Fact]
    public async Task Detach_WithoutASession_LeavesNothing()
    {
        using var server = new ScriptedServer();
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = server.ConnectString });
        Assert.Null(await client.DetachAsync().Soon());
    }

    [Fact]
    public async Task Resume_AsksForTheSessionWithPasswordAndLastZxid()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var client = ZkClient.Start(Options(server, time) with { Resume = Ticket(server, time) });
        await using var _ = server.ClosingFirst(client);
        Assert.Equal((ZkSessionStatus.Disconnected, new SessionId(0x77), 1), (client.Session.Status, client.Session.Id, client.Session.SessionNumber));

        var connection = await server.AcceptAsync();
        var asked = await connection.ReadConnectAsync();
        Assert.Equal((new SessionId(0x77), new Zxid(42)), (asked.SessionId, asked.LastZxidSeen));
        Assert.Equal(Password, asked.Password);
        await connection.GrantAsync(0x77);
        var state = await client.WaitForAsync(ZkSessionStatus.Connected);
        Assert.Equal((new SessionId(0x77), 1, 1), (state.Id, state.SessionNumber, state.ConnectionNumber));
    }

    [Fact]
    public async Task Resume_RefusedByTheServer_OpensANewSessionThatIsCountedAsTheSecond()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var client = ZkClient.Start(Options(server, time) with { Resume = Ticket(server, time) });
        await using var _ = server.ClosingFirst(client);
        List<ZkSessionStatus> seen = [];
        using var states = client.SessionStates.Subscribe(state => seen.Add(state.Status));
        using (var first = await server.AcceptAsync())
        {
            await first.ReadConnectAsync();
            await first.ExpireAsync();
        }

        await client.WaitForAsync(ZkSessionStatus.Expired);
        var second = await server.AcceptAsync();
        var asked = await second.ReadConnectAsync();
        Assert.Equal((SessionId.None, new Zxid(42)), (asked.SessionId, asked.LastZxidSeen));
        await second.GrantAsync(0x78);
        Assert.Equal((new SessionId(0x78), 2), await client.WaitForAsync(ZkSessionStatus.Connected) is var state ? (state.Id, state.SessionNumber) : default);
    }

    [Fact]
    public async Task Resume_LastHeardTooLongAgo_IsExpiredWithoutAskingForIt()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var ticket = Ticket(server, time);
        time.Advance(TimeSpan.FromSeconds(14));
        var client = ZkClient.Start(Options(server, time) with { Resume = ticket });
        await using var _ = server.ClosingFirst(client);
        Assert.Equal((ZkSessionStatus.Expired, new SessionId(0x77)), (client.Session.Status, client.Session.Id));
        Assert.Equal(SessionId.None, (await (await server.AcceptAsync()).ReadConnectAsync()).SessionId);
    }

    [Fact]
    public async Task Resume_NoServerUntilTheSessionMustHaveEnded_IsExpiredHere()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var ticket = Ticket(server, time);
        time.Advance(TimeSpan.FromSeconds(9));
        var client = ZkClient.Start(Options(server, time) with { Resume = ticket });
        await using var _ = server.ClosingFirst(client);
        await (await server.AcceptAsync()).ReadConnectAsync();
        Assert.Equal(ZkSessionStatus.Disconnected, client.Session.Status);
        time.Advance(TimeSpan.FromSeconds(5));
        await client.WaitForAsync(ZkSessionStatus.Expired);
    }

    [Fact]
    public async Task Resume_OfOtherServers_OpensANewSession()
    {
        var time = new ManualTimeProvider();
        using var server = new ScriptedServer();
        var client = ZkClient.Start(Options(server, time) with { Resume = Ticket(server, time) with { Servers = "elsewhere:2181" } });
        await using var _ = server.ClosingFirst(client);
        var connection = await server.AcceptAsync();
        Assert.Equal((SessionId.None, Zxid.None), await connection.ReadConnectAsync() is var asked ? (asked.SessionId, asked.LastZxidSeen) : default);
        await connection.GrantAsync(0x78);
        Assert.Equal(1, (await client.WaitForAsync(ZkSessionStatus.Connected)).SessionNumber);
    }

    [Fact]
    public void Machine_ClockSetBackMeanwhile_TakesTheSessionForJustHeardOf()
    {
        var time = new ManualTimeProvider();
        var machine = new SessionMachine(TimeSpan.FromSeconds(10), hostCount: 1, canBeReadOnly: false, time);
        machine.Resume(new ZkSessionTicket
        {
            Id = new SessionId(0x77), Password = Password, LastZxid = new Zxid(1), NegotiatedTimeout = TimeSpan.FromSeconds(6),
            LastHeard = time.GetUtcNow() + TimeSpan.FromHours(1), Servers = "a",
        });
        Assert.Equal(TimeSpan.FromSeconds(8), machine.NextDue(time.GetTimestamp()));
    }

    [Fact]
    public void Ticket_AsText_HidesThePassword() =>
        Assert.Equal("session 0x77 of a:2181, until 2026-01-01T00:00:06.0000000+00:00", new ZkSessionTicket
        {
            Id = new SessionId(0x77), Password = Password, LastZxid = new Zxid(1), NegotiatedTimeout = TimeSpan.FromSeconds(6),
            LastHeard = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), Servers = "a:2181",
        }.ToString());

    private static ZkClientOptions Options(ScriptedServer server, TimeProvider time) => new() { ConnectString = server.ConnectString, TimeProvider = time };

    private static ZkSessionTicket Ticket(ScriptedServer server, TimeProvider time) => new()
    {
        Id = new SessionId(0x77),
        Password = Password,
        LastZxid = new Zxid(42),
        NegotiatedTimeout = TimeSpan.FromSeconds(10),
        LastHeard = time.GetUtcNow(),
        Servers = server.ConnectString,
    };
}
