using System.Text;
using ZkReactive.Client;
using ZkReactive.Nodes;
using ZkReactive.Protocol;
using ZkReactive.Server;

namespace ZkReactive.Tests.Nodes;

public sealed class ZkNodesTests : IAsyncLifetime
{
    private ZkServer _server = null!;
    private IZkClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await ZkServer.StartAsync();
        _client = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task ChangeAsync_ManyAtOnce_LosesNone()
    {
        await _client.CreateAsync("/log");

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => _client.ChangeAsync("/log", data => (byte[])[.. data.Span, (byte)i])));

        var data = (await _client.GetAsync("/log")).Data.ToArray();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (byte)i), data.Order());
    }

    [Fact]
    public async Task ChangeAsync_MissingNode_IsCreatedOnlyWhenAsked()
    {
        await Assert.ThrowsAsync<NoNodeException>(() => _client.ChangeAsync("/new", data => data));

        var written = await _client.ChangeAsync("/new", _ => "x"u8.ToArray(), createMissing: true);

        Assert.True(written.IsCreated);
        Assert.Equal("x", await TextAsync("/new"));
    }

    [Fact]
    public async Task SetOrCreateAsync_WithoutParents_FailsWhereTheParentIsMissing()
    {
        await Assert.ThrowsAsync<NoNodeException>(() => _client.SetOrCreateAsync("/p/q", default, createParents: false));

        Assert.True((await _client.SetOrCreateAsync("/p/q", default, createParents: true)).IsCreated);
    }

    [Fact]
    public async Task DeleteTreeAsync_WideAndDeepTree_LeavesNothingAndCountsAll()
    {
        await MakeTreeAsync("/t", 3, 7);

        Assert.Equal(1 + 7 + 49 + 343, await _client.DeleteTreeAsync("/t"));
        Assert.False((await _client.ExistsAsync("/t")).Exists);
        await Assert.ThrowsAsync<NoNodeException>(() => _client.DeleteTreeAsync("/t"));
    }

    [Fact]
    public async Task DeleteTreeAsync_WhileSomebodyAdds_DeletesTheNewOnesToo()
    {
        await MakeTreeAsync("/t", 2, 5);
        await using var other = await ConnectAsync();
        var added = 0;
        using var rule = _server.Faults.OnRequest(request =>
        {
            // Once, just before the parent goes: a child that was not there when the tree was listed.
            if (request.Operation == OpCode.Delete && request.Path == "/t/0" && Interlocked.Exchange(ref added, 1) == 0)
                _ = other.CreateAsync("/t/0/late");
            return FaultAction.None;
        });

        await _client.DeleteTreeAsync("/t");

        Assert.False((await _client.ExistsAsync("/t")).Exists);
    }

    [Fact]
    public async Task Move_InOneSession_IsOneTransactionThatKeepsDataAndAcls()
    {
        var readable = new Acl[] { new(Permissions.Read | Permissions.Delete, "world", "anyone") };
        await MakeTreeAsync("/from", 2, 3);
        await _client.CreateAsync("/from/secret", "s"u8.ToArray(), options: new ZkCreateOptions { Acl = readable });

        var transfer = await TreeTransfer.ReadAsync(_client, "/from", _client, "/to", new TreeTransferOptions { IsMove = true });
        await transfer.RunAsync();

        Assert.True(transfer.IsAtomic);
        Assert.Equal(1 + 3 + 9 + 1, transfer.NodeCount);
        Assert.False((await _client.ExistsAsync("/from")).Exists);
        Assert.Equal("s", await TextAsync("/to/secret"));
        Assert.Equal(readable, (await _client.GetAclAsync("/to/secret")).Entries);
    }

    [Fact]
    public async Task Move_WhenTheSourceChangedSince_DoesNothing()
    {
        await MakeTreeAsync("/from", 1, 2);
        var transfer = await TreeTransfer.ReadAsync(_client, "/from", _client, "/to", new TreeTransferOptions { IsMove = true });
        await _client.SetAsync("/from/1", "changed"u8.ToArray(), NodeVersion.Any);

        await Assert.ThrowsAsync<MultiFailedException>(() => transfer.RunAsync());

        Assert.False((await _client.ExistsAsync("/to")).Exists);
        Assert.Equal("changed", await TextAsync("/from/1"));
    }

    [Fact]
    public async Task Copy_LargerThanAPacket_TakesSeveralTransactions()
    {
        await _client.CreateAsync("/big");
        for (var i = 0; i < 4; i++) await _client.CreateAsync($"/big/{i}", new byte[300_000]);

        var transfer = await TreeTransfer.ReadAsync(_client, "/big", _client, "/copy");
        await transfer.RunAsync();

        Assert.False(transfer.IsAtomic);
        Assert.Equal(4, (await _client.GetChildrenAsync("/copy")).Names.Count);
        Assert.Equal(300_000, (await _client.GetAsync("/copy/3")).Data.Length);
    }

    [Fact]
    public async Task Copy_BetweenSessions_WritesAtTheTargetAlone()
    {
        await MakeTreeAsync("/from", 1, 2);
        await using var targetServer = await ZkServer.StartAsync();
        await using var target = await ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = targetServer.ConnectString });

        await (await TreeTransfer.ReadAsync(_client, "/from", target, "/from")).RunAsync();

        Assert.Equal(["0", "1"], (await target.GetChildrenAsync("/from")).Names.Order());
        Assert.True((await _client.ExistsAsync("/from")).Exists);
    }

    [Fact]
    public async Task Copy_OntoWhatIsThere_NeedsOverwrite()
    {
        await MakeTreeAsync("/from", 1, 2);
        await _client.CreateAsync("/to", "old"u8.ToArray());
        await _client.CreateAsync("/to/kept");

        var plain = await TreeTransfer.ReadAsync(_client, "/from", _client, "/to");
        await Assert.ThrowsAsync<MultiFailedException>(() => plain.RunAsync());
        await (await TreeTransfer.ReadAsync(_client, "/from", _client, "/to", new TreeTransferOptions { Overwrite = true })).RunAsync();

        Assert.Equal("/from", await TextAsync("/to"));
        Assert.Equal(["0", "1", "kept"], (await _client.GetChildrenAsync("/to")).Names.Order());
    }

    [Fact]
    public async Task ReadAsync_EphemeralInTheTree_IsRefusedByName()
    {
        await MakeTreeAsync("/from", 1, 2);
        await _client.CreateAsync("/from/1/alive", mode: CreateMode.Ephemeral);

        var refusal = await Assert.ThrowsAsync<TreeTransferException>(() => TreeTransfer.ReadAsync(_client, "/from", _client, "/to"));

        Assert.Equal(TreeTransferException.EphemeralNode, refusal.ErrorId);
        Assert.Equal("/from/1/alive", refusal.Path?.Value);
    }

    [Theory]
    [InlineData("/from", true)]
    [InlineData("/from/1/x", true)]
    [InlineData("/from/1/x", false)]
    public async Task ReadAsync_IntoItself_IsRefused(string to, bool isMove)
    {
        await MakeTreeAsync("/from", 1, 2);

        var refusal = await Assert.ThrowsAsync<TreeTransferException>(() =>
            TreeTransfer.ReadAsync(_client, "/from", _client, to, new TreeTransferOptions { IsMove = isMove }));

        Assert.Equal(TreeTransferException.IntoItself, refusal.ErrorId);
    }

    [Fact]
    public async Task ReadAsync_NodeThatMustNotBeRead_IsNotLeftOut()
    {
        await MakeTreeAsync("/from", 1, 1);
        await _client.CreateAsync("/from/hidden", "x"u8.ToArray(), options: new ZkCreateOptions { Acl = [new(Permissions.Delete, "world", "anyone")] });

        await Assert.ThrowsAsync<NoAuthException>(() => TreeTransfer.ReadAsync(_client, "/from", _client, "/to"));
    }

    private async Task<string> TextAsync(string path) => Encoding.UTF8.GetString((await _client.GetAsync(path)).Data.Span);

    private async Task MakeTreeAsync(string root, int levels, int children)
    {
        await _client.CreateAsync(root, Encoding.UTF8.GetBytes(root));
        if (levels == 0) return;
        for (var i = 0; i < children; i++) await MakeTreeAsync($"{root}/{i}", levels - 1, children);
    }

    private Task<IZkClient> ConnectAsync() => ZkClient.ConnectAsync(new ZkClientOptions { ConnectString = _server.ConnectString });
}
