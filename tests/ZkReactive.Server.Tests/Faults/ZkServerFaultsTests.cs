using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tests.Faults;

public sealed class ZkServerFaultsTests : ServerTest
{
    [Theory]
    [InlineData("before", false)]
    [InlineData("after", true)]
    public async Task DroppedRequests_ArePromptlyDoneOrNotDone_AndNeverAnswered(string when, bool done)
    {
        var client = await ConnectAsync();
        using var rule = when == "before"
            ? Server.Faults.DropConnectionBefore(OpCode.Create)
            : Server.Faults.DropConnectionBeforeReplyTo(OpCode.Create);
        await client.SendAsync(OpCode.GetData, new GetDataRequest("/", false));
        await client.SendAsync(OpCode.Create, new CreateRequest("/a", null, Acl.OpenUnsafe, CreateMode.Persistent));

        Assert.Equal(1, (await client.ReadReplyAsync()).Header.Xid);
        Assert.Null(await client.ReadAsync());
        var again = await ResumeAsync(client);
        Assert.Equal(client.Id, again.Id);
        Assert.Equal(done ? ErrorCode.Ok : ErrorCode.NoNode, await again.ExistsAsync("/a"));
        Assert.Equal(ErrorCode.Ok, await again.CreateAsync("/b"));
    }

    [Fact]
    public async Task DropAfterReply_AnswersFirst()
    {
        var client = await ConnectAsync();
        using var rule = Server.Faults.OnRequest(r => r.Operation == OpCode.SetData ? FaultAction.DropAfterReply : FaultAction.None);

        Assert.Equal(ErrorCode.Ok, await client.SetAsync("/", "x"));
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task DropConnectionAfter_CountsReplies()
    {
        var client = await ConnectAsync();
        using var rule = Server.Faults.DropConnectionAfter(replies: 2);
        await client.PingAsync();
        await client.PingAsync();
        await client.SendAsync(OpCode.Ping, default(EmptyRecord), -2);

        Assert.Null(await client.ReadAsync());
        Assert.Equal(ErrorCode.Ok, await (await ResumeAsync(client)).PingAsync());
    }

    [Fact]
    public async Task ExpireSession_AtARequest_EndsIt_WithItsEphemerals()
    {
        var client = await ConnectAsync();
        var other = await ConnectAsync();
        await client.CreateAsync("/e", mode: CreateMode.Ephemeral);
        using var rule = Server.Faults.OnRequest(r => r is { Operation: OpCode.GetData, Path: "/e" } ? FaultAction.ExpireSession : FaultAction.None);
        await client.SendAsync(OpCode.GetData, new GetDataRequest("/e", true));

        Assert.Null(await client.ReadAsync());
        Assert.Equal(ErrorCode.NoNode, await other.ExistsAsync("/e"));
        Assert.Equal(SessionId.None, (await ResumeAsync(client)).Id);
    }

    [Fact]
    public async Task ExpireSessionAfterProcessing_DoesTheRequestFirst()
    {
        var client = await ConnectAsync();
        using var rule = Server.Faults.OnRequest(r => r.Operation == OpCode.Create ? FaultAction.ExpireSessionAfterProcessing : FaultAction.None);
        await client.SendAsync(OpCode.Create, new CreateRequest("/a", null, Acl.OpenUnsafe, CreateMode.Persistent));

        Assert.Null(await client.ReadAsync());
        Assert.Equal(ErrorCode.Ok, await (await ConnectAsync()).ExistsAsync("/a"));
        Assert.Equal(SessionId.None, (await ResumeAsync(client)).Id);
    }

    [Fact]
    public async Task ExpireSession_ByItsId_AndAllOfThem()
    {
        var first = await ConnectAsync();
        var second = await ConnectAsync();
        Server.Faults.ExpireSession(first.Id);
        Assert.Null(await first.ReadAsync());
        Assert.Equal(ErrorCode.Ok, await second.PingAsync());

        Server.Faults.ExpireAllSessions();
        Assert.Null(await second.ReadAsync());
        Assert.Equal(0, Server.Statistics.Sessions);
    }

    [Fact]
    public async Task Handshakes_CanBeDroppedAndExpiredToo()
    {
        var client = await ConnectAsync();
        using (Server.Faults.DropConnectionBefore(OpCode.CreateSession))
        {
            await Assert.ThrowsAsync<IOException>(() => ResumeAsync(client));
        }

        using (Server.Faults.OnRequest(r => r.Session == client.Id && r.Operation == OpCode.CreateSession ? FaultAction.ExpireSession : FaultAction.None))
        {
            Assert.Equal(SessionId.None, (await ResumeAsync(client)).Id);
        }
    }

    [Fact]
    public async Task DropConnections_LeavesSessions()
    {
        var client = await ConnectAsync();
        Server.Faults.DropConnections();

        Assert.Null(await client.ReadAsync());
        Assert.Equal(client.Id, (await ResumeAsync(client)).Id);
    }

    [Fact]
    public async Task RefuseConnections_ClosesNewOnes_UntilSwitchedOff()
    {
        Server.Faults.RefuseConnections = true;
        await Assert.ThrowsAsync<IOException>(() => ConnectAsync());
        Server.Faults.RefuseConnections = false;
        Assert.Equal(ErrorCode.Ok, await (await ConnectAsync()).PingAsync());
    }

    [Fact]
    public async Task TruncateFrame_SendsTheFirstBytesOnly()
    {
        var client = await ConnectAsync();
        using var rule = Server.Faults.TruncateFrame(bytes: 9);
        await client.SendAsync(OpCode.GetData, new GetDataRequest("/", false));

        Assert.Equal(9, (await client.ReadToEndAsync()).Length);
    }

    [Fact]
    public async Task HoldReplies_KeepsRepliesAndEventsBack_InOrder()
    {
        var writer = await ConnectAsync();
        var watcher = await ConnectAsync();
        await watcher.AddWatchAsync("/a", WatchMode.Persistent);
        Server.Faults.HoldReplies();
        var reading = watcher.NextEventAsync();
        var create = await writer.SendAsync(OpCode.Create, new CreateRequest("/a", null, Acl.OpenUnsafe, CreateMode.Persistent));
        var get = await writer.SendAsync(OpCode.GetData, new GetDataRequest("/a", false));
        while (Server.Statistics.Nodes < 5) await Task.Yield();
        Assert.False(reading.IsCompleted);

        Server.Faults.ReleaseReplies();

        Assert.Equal("/a", (await reading).As<WatcherEvent>().Path);
        Assert.Equal(create, (await writer.ReadReplyAsync()).Header.Xid);
        Assert.Equal(get, (await writer.ReadReplyAsync()).Header.Xid);
    }

    [Fact]
    public async Task DelayReplies_WaitsOnTheServersClock()
    {
        var client = await ConnectAsync();
        Server.Faults.DelayReplies(TimeSpan.FromSeconds(1));
        var timers = Time.PendingTimers;
        var reply = client.GetAsync("/");
        await Time.WaitForTimersAsync(timers + 1);
        Assert.False(reply.IsCompleted);

        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ErrorCode.Ok, (await reply).Header.Error);
        Server.Faults.Clear();
        Assert.Equal(ErrorCode.Ok, await client.PingAsync());
    }

    [Fact]
    public async Task Delay_OfOneReply_HoldsWhatComesBehindIt()
    {
        var client = await ConnectAsync();
        using var rule = Server.Faults.OnRequest(r => r.Xid == 1 ? FaultAction.Delay(TimeSpan.FromSeconds(1)) : FaultAction.None);
        var timers = Time.PendingTimers;
        await client.SendAsync(OpCode.GetData, new GetDataRequest("/", false));
        await client.SendAsync(OpCode.GetData, new GetDataRequest("/", false));
        await Time.WaitForTimersAsync(timers + 1);
        Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await client.ReadReplyAsync()).Header.Xid);
        Assert.Equal(2, (await client.ReadReplyAsync()).Header.Xid);
    }

    [Fact]
    public async Task ActAsVersion35_DoesNotKnowAddWatch()
    {
        Server.Faults.ActAsVersion35();
        var client = await ConnectAsync();
        Assert.Equal(ErrorCode.Ok, (await client.CallAsync(OpCode.Create2, new CreateRequest("/a", null, Acl.OpenUnsafe, CreateMode.Persistent))).Header.Error);
        Assert.Equal(ErrorCode.Unimplemented, await client.AddWatchAsync("/", WatchMode.Persistent));
        Assert.Null(await client.ReadAsync());

        Server.Faults.Unimplemented();
        Assert.Equal(ErrorCode.Ok, await (await ResumeAsync(client)).AddWatchAsync("/", WatchMode.Persistent));
    }

    [Fact]
    public async Task Fail_AnswersWithTheCode_WithoutDoingAnything()
    {
        var client = await ConnectAsync();
        using (Server.Faults.OnRequest(r => r.Operation == OpCode.Create ? FaultAction.Fail(ErrorCode.Throttled) : FaultAction.None))
        {
            Assert.Equal(ErrorCode.Throttled, await client.CreateAsync("/a"));
        }

        Assert.Equal(ErrorCode.NoNode, await client.ExistsAsync("/a"));
    }
}
