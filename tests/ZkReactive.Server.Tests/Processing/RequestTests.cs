using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Server.Tests.Processing;

public sealed class RequestTests : ServerTest
{
    protected override ZkServerOptions Options => base.Options with { TtlNodes = false };

    [Fact]
    public async Task Data_ComesBackAsItWasSent_NullApartFromEmpty()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/empty");
        await client.CallAsync(OpCode.Create, new CreateRequest("/null", null, Acl.OpenUnsafe, CreateMode.Persistent));

        Assert.Empty((await client.GetAsync("/empty")).As<GetDataResponse>().Data!);
        Assert.Null((await client.GetAsync("/null")).As<GetDataResponse>().Data);
    }

    [Fact]
    public async Task LongAndForeignPaths_AreFound()
    {
        var client = await ConnectAsync();
        foreach (var path in new[] { "/" + new string('x', 300), "/äöü-日本", "/" + new string('ä', 200) })
        {
            Assert.Equal(ErrorCode.Ok, await client.CreateAsync(path, "here"));
            Assert.Equal("here", await client.GetTextAsync(path));
            Assert.Equal(ErrorCode.Ok, await client.SetAsync(path, "there", 0));
            Assert.Equal(ErrorCode.Ok, await client.ExistsAsync(path));
        }
    }

    [Fact]
    public async Task Create2_AnswersWithTheStat()
    {
        var client = await ConnectAsync();
        var reply = await client.CallAsync(OpCode.Create2, new CreateRequest("/a-", new byte[3], Acl.OpenUnsafe, CreateMode.EphemeralSequential));

        var created = reply.As<Create2Response>();
        Assert.Equal("/a-0000000000", created.Path);
        Assert.Equal((client.Id.Value, 3, reply.Header.Zxid), (created.Stat.EphemeralOwner, created.Stat.DataLength, created.Stat.Czxid));
    }

    [Fact]
    public async Task Children2_AnswersWithNamesAndStat()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        var children = (await client.CallAsync(OpCode.GetChildren2, new GetChildren2Request("/", false))).As<GetChildren2Response>();

        Assert.Equal(["zookeeper", "a"], children.Children);
        Assert.Equal(2, children.Stat.ChildCount);
    }

    [Fact]
    public async Task TtlNodes_WhereTheyAreOff_AreUnimplemented()
    {
        var client = await ConnectAsync();
        var reply = await client.CallAsync(OpCode.CreateTtl, new CreateTtlRequest("/t", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 5));

        Assert.Equal(ErrorCode.Unimplemented, reply.Header.Error);
    }

    [Fact]
    public async Task Acls_AreSetAndGot_WithVersions()
    {
        var client = await ConnectAsync();
        await client.CreateAsync("/a");
        await client.AuthenticateAsync("digest", "user:secret");

        var set = await client.CallAsync(OpCode.SetAcl, new SetAclRequest("/a", Acl.CreatorAll, 0));
        Assert.Equal(1, set.As<SetAclResponse>().Stat.AclVersion);
        Assert.Equal(ErrorCode.BadVersion, (await client.CallAsync(OpCode.SetAcl, new SetAclRequest("/a", Acl.OpenUnsafe, 0))).Header.Error);

        var stranger = await ConnectAsync();
        Assert.Equal(ErrorCode.NoAuth, (await stranger.GetAsync("/a")).Header.Error);
        Assert.Equal(ErrorCode.NoAuth, await stranger.ExistsAsync("/a"));
        Assert.Equal(ErrorCode.NoAuth, (await stranger.CallAsync(OpCode.GetAcl, new GetAclRequest("/a"))).Header.Error);
        Assert.Equal(ErrorCode.NoAuth, await stranger.CreateAsync("/a/b"));
        Assert.Equal(ErrorCode.Ok, (await client.GetAsync("/a")).Header.Error);
        // SHA-1 of "user:secret" in Base64, as Apache's DigestAuthenticationProvider makes it.
        var acl = (await client.CallAsync(OpCode.GetAcl, new GetAclRequest("/a"))).As<GetAclResponse>().Acls;
        Assert.Equal([new Acl(Permissions.All, "digest", "user:5w9W4eL3797Y4Wq8AcKUPPk8ha4=")], acl);
    }

    [Fact]
    public async Task DigestsOfOthers_AreHiddenFromThoseWhoMayOnlyRead()
    {
        var client = await ConnectAsync();
        await client.AuthenticateAsync("digest", "user:secret");
        await client.CreateAsync("/a", acl: [.. Acl.ReadUnsafe, .. Acl.CreatorAll]);

        var acl = (await (await ConnectAsync()).CallAsync(OpCode.GetAcl, new GetAclRequest("/a"))).As<GetAclResponse>().Acls;

        Assert.Equal(["anyone", "user:x"], acl.Select(a => a.Id));
    }

    [Fact]
    public async Task Auth_WithAnUnknownScheme_FailsAndCloses()
    {
        var client = await ConnectAsync();

        Assert.Equal(ErrorCode.AuthFailed, await client.AuthenticateAsync("nosuch", "x"));
        Assert.Null(await client.ReadAsync());
    }

    [Fact]
    public async Task WhoAmI_TellsSchemesAndNames()
    {
        var client = await ConnectAsync();
        await client.AuthenticateAsync("digest", "user:secret");
        await client.AuthenticateAsync("digest", "user:secret");

        var identities = (await client.CallAsync(OpCode.WhoAmI, default(EmptyRecord))).As<WhoAmIResponse>().Identities;

        Assert.Equal([new ClientInfo("ip", "127.0.0.1"), new ClientInfo("digest", "user")], identities);
    }

    [Fact]
    public async Task GetEphemerals_ByPrefix_AreTheSessionsOwn()
    {
        var client = await ConnectAsync();
        var other = await ConnectAsync();
        foreach (var path in new[] { "/b", "/a1", "/a2" }) await client.CreateAsync(path, mode: CreateMode.Ephemeral);
        await other.CreateAsync("/a3", mode: CreateMode.Ephemeral);

        Assert.Equal(["/b", "/a1", "/a2"], await EphemeralsAsync("/"));
        Assert.Equal(["/a1", "/a2"], await EphemeralsAsync("/a"));

        async Task<IReadOnlyList<string>> EphemeralsAsync(string prefix) =>
            (await client.CallAsync(OpCode.GetEphemerals, new GetEphemeralsRequest(prefix))).As<GetEphemeralsResponse>().Ephemerals;
    }

    [Fact]
    public async Task GetAllChildrenNumber_CountsEveryDepth()
    {
        var client = await ConnectAsync();
        await client.MultiAsync(WireOperations.Create("/a"), WireOperations.Create("/a/b"), WireOperations.Create("/a/b/c"));

        var reply = await client.CallAsync(OpCode.GetAllChildrenNumber, new GetAllChildrenNumberRequest("/a"));

        Assert.Equal(2, reply.As<GetAllChildrenNumberResponse>().TotalNumber);
    }

    [Fact]
    public async Task Sync_GivesThePathBack()
    {
        var client = await ConnectAsync();
        Assert.Equal("/any", (await client.CallAsync(OpCode.Sync, new SyncRequest("/any"))).As<SyncResponse>().Path);
    }

    [Fact]
    public async Task Reconfig_IsDisabled()
    {
        var client = await ConnectAsync();
        Assert.Equal(ErrorCode.ReconfigDisabled, (await client.CallAsync(OpCode.Reconfig, new ReconfigRequest(null, null, "x", -1))).Header.Error);
    }

    [Theory]
    [InlineData(OpCode.Check)]
    [InlineData(OpCode.DeleteContainer)]
    [InlineData((OpCode)10)]
    [InlineData((OpCode)108)]
    [InlineData((OpCode)int.MaxValue)]
    [InlineData((OpCode)int.MinValue)]
    [InlineData(OpCode.Error)]
    public async Task AnUnknownOperation_IsUnimplemented_AndEndsTheConnection(OpCode operation)
    {
        var client = await ConnectAsync();
        var reply = await client.CallAsync(operation, default(EmptyRecord));

        Assert.Equal((ErrorCode.Unimplemented, -1), (reply.Header.Error, reply.Header.Zxid.Value));
        Assert.Null(await client.ReadAsync());
    }

    [Theory]
    [InlineData(OpCode.GetData)]
    [InlineData(OpCode.SetData)]
    [InlineData(OpCode.Create)]
    [InlineData(OpCode.Delete)]
    [InlineData(OpCode.Multi)]
    [InlineData(OpCode.SetWatches2)]
    [InlineData(OpCode.AddWatch)]
    public async Task ABodyThatEndsEarly_IsAMarshallingError_AndTheConnectionLivesOn(OpCode operation)
    {
        var client = await ConnectAsync();
        Assert.Equal(ErrorCode.MarshallingError, (await client.CallAsync(operation, default(EmptyRecord))).Header.Error);
        Assert.Equal(ErrorCode.Ok, await client.PingAsync());
    }
}
