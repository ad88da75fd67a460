using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Traps;

/// <summary>Trap 7: the chroot goes on before every path, and comes off at a slash only.</summary>
public class Trap07_ChrootTests
{
    [Theory]
    [InlineData("/app", "/", "/app")]
    [InlineData("/app", "/x", "/app/x")]
    [InlineData("/", "/x", "/x")]
    [InlineData("/", "/", "/")]
    public void Prepend_PutsTheChrootBefore(string chroot, string path, string expected) =>
        Assert.Equal(expected, new Chroot(chroot).Prepend(path));

    [Theory]
    [InlineData("/app", "/app", "/")]
    [InlineData("/app", "/app/x", "/x")]
    [InlineData("/app", "/app2/x", "/app2/x")]
    [InlineData("/app", "/zookeeper/config", "/zookeeper/config")]
    [InlineData("/app", "/", "/")]
    [InlineData("/", "/app/x", "/app/x")]
    public void Strip_CutsAtASlashOnly(string chroot, string path, string expected) =>
        Assert.Equal(expected, new Chroot(chroot).Strip(path).Value);

    [Fact]
    public async Task Client_WithAChroot_SendsWholePathsAndReportsItsOwn()
    {
        using var server = new ScriptedServer();
        var (client, connection) = await server.OpenAsync(chroot: "/app");
        await using var _ = server.ClosingFirst(client);

        var create = client.CreateAsync("/x/n-", mode: CreateMode.PersistentSequential);
        var request = await connection.ExpectAsync(OpCode.Create2);
        Assert.Equal("/app/x/n-", request.As<CreateRequest>().Path);
        await connection.ReplyAsync(request.Xid, 5, new Create2Response("/app/x/n-0000000007", ScriptedSession.SomeStat));
        Assert.Equal("/x/n-0000000007", (await create.Soon()).Path.Value);

        var watching = client.AddWatchAsync("/", WatchMode.PersistentRecursive);
        request = await connection.ExpectAsync(OpCode.AddWatch);
        Assert.Equal("/app", request.As<AddWatchRequest>().Path);
        await connection.ReplyAsync(request.Xid, 5, new ErrorResponse(ErrorCode.Ok));
        var watch = await watching.Soon();
        await connection.EventAsync(WatchEventType.NodeCreated, "/app2/other");
        await connection.EventAsync(WatchEventType.NodeCreated, "/app/a");
        Assert.Equal("/a", (await watch.Events.NextAsync()).Path.Value);

        var get = client.GetAsync("/missing");
        request = await connection.ExpectAsync(OpCode.GetData);
        await connection.ReplyAsync(request.Xid, 6, ErrorCode.NoNode);
        Assert.Equal("/missing", (await Assert.ThrowsAsync<NoNodeException>(async () => await get)).Path!.Value.Value);
    }
}
