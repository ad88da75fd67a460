using ZkReactive.Protocol;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Sessions;

public class ReadOnlyTests
{
    [Fact]
    public async Task ReadOnlyServer_IsUsedForReadsUntilAnotherTakesWrites()
    {
        using var server = new ScriptedServer();
        var client = ZkClient.Start(new ZkClientOptions { ConnectString = server.ConnectString, CanBeReadOnly = true });
        await using var _ = server.ClosingFirst(client);
        var readOnly = await server.AcceptAsync();
        Assert.True((await readOnly.ReadConnectAsync()).ReadOnly);
        await readOnly.GrantAsync(0x99, isReadOnly: true);
        await client.WaitForAsync(ZkSessionStatus.ConnectedReadOnly);
        var set = client.SetAsync("/a", default, NodeVersion.Any);
        await readOnly.ReplyAsync((await readOnly.ExpectAsync(OpCode.SetData)).Xid, 1, ErrorCode.NotReadOnly);
        Assert.Equal("ZkNotReadOnly", (await Assert.ThrowsAsync<ZkServerException>(() => set.Soon())).ErrorId);

        await (await server.AcceptAsync()).AnswerWordAsync("isro", "ro");
        await (await server.AcceptAsync()).AnswerWordAsync("isro", "rw");
        await readOnly.WaitForCloseAsync();
        var writable = await server.AcceptAsync();

        // The id that the read-only server made up is nobody's session.
        Assert.Equal(SessionId.None, (await writable.ReadConnectAsync()).SessionId);
        await writable.GrantAsync(0x1234);
        await client.WaitForAsync(ZkSessionStatus.Connected);
    }
}
