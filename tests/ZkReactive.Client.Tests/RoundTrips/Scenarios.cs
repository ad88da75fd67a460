using ZkReactive.Protocol;

namespace ZkReactive.Client.Tests.RoundTrips;

/// <summary>What the client promises of each verb, to be tried against every server. Each scenario has a node of its own.</summary>
public static partial class Scenarios
{
    private static readonly Dictionary<string, Func<IZkClient, ZkPath, Task>> All = new()
    {
        ["create, get, set, delete"] = CreateGetSetDeleteAsync,
        ["versions are compared"] = VersionsAreComparedAsync,
        ["delete and create resets the version, not the czxid"] = VersionsResetAsync,
        ["sequential names"] = SequentialNamesAsync,
        ["containers and parents"] = ContainersAndParentsAsync,
        ["time to live"] = TimeToLiveAsync,
        ["identities and members"] = IdentitiesAndMembersAsync,
        ["protected creates"] = ProtectedCreatesAsync,
        ["ephemeral nodes"] = EphemeralNodesAsync,
        ["sessions handed over"] = HandedOverAsync,
        ["sessions that ended before they were taken up"] = EndedBeforeTakenUpAsync,
        ["access control lists"] = AccessControlAsync,
        ["transactions"] = TransactionsAsync,
        ["one-shot watches"] = OneShotWatchesAsync,
        ["persistent watches"] = PersistentWatchesAsync,
        ["one-shot beside persistent watches"] = OneShotBesidePersistentAsync,
        ["removed watches"] = RemovedWatchesAsync,
        ["large data"] = LargeDataAsync,
        ["many reads in few requests"] = ManyReadsAsync,
        ["failing reads among others"] = FailingReadsAsync,
        ["large reads"] = LargeReadsAsync,
        ["counts and ephemerals"] = CountsAndEphemeralsAsync,
        ["many calls at once"] = ManyCallsAsync,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Runs a scenario below a fresh node.</summary>
    public static async Task RunAsync(string name, string connectString)
    {
        await using var client = await ZkClient.ConnectAsync(connectString).Soon();
        var root = (await client.CreateAsync("/scenario-", mode: CreateMode.PersistentSequential).Soon()).Path;
        await All[name](client, root).Soon();
    }

    private static async Task CreateGetSetDeleteAsync(IZkClient client, ZkPath root)
    {
        var created = await client.CreateAsync(root / "a", "one"u8.ToArray());
        Assert.Equal((root / "a", created.Zxid), (created.Path, created.Stat!.Value.Czxid));
        var node = await client.GetAsync(root / "a");
        Assert.Equal(("one", 0), (node.Text(), node.Stat.Version));
        var stat = await client.SetAsync(root / "a", "two"u8.ToArray(), 0);
        Assert.Equal(1, stat.Version);
        Assert.True(stat.Mzxid > created.Zxid);
        Assert.Equal(["a"], (await client.GetChildrenAsync(root)).Names);
        await client.SyncAsync(root);
        await client.DeleteAsync(root / "a", 1);
        Assert.False((await client.ExistsAsync(root / "a")).Exists);
        Assert.Empty((await client.GetAsync((await client.CreateAsync(root / "empty")).Path)).Data.ToArray());
    }

    private static async Task VersionsAreComparedAsync(IZkClient client, ZkPath root)
    {
        await client.CreateAsync(root / "a");
        Assert.Equal(new NodeVersion(7), (await Assert.ThrowsAsync<BadVersionException>(() => client.SetAsync(root / "a", default, 7).AsTask())).Expected);
        await Assert.ThrowsAsync<BadVersionException>(() => client.DeleteAsync(root / "a", 7).AsTask());
        await Assert.ThrowsAsync<NodeExistsException>(() => client.CreateAsync(root / "a").AsTask());
        await Assert.ThrowsAsync<NoNodeException>(() => client.CreateAsync(root / "b" / "c").AsTask());
        await Assert.ThrowsAsync<NoNodeException>(() => client.GetAsync(root / "b").AsTask());
        await Assert.ThrowsAsync<NotEmptyException>(() => client.DeleteAsync(root, NodeVersion.Any).AsTask());
    }

    // A replaced node is told by its czxid, never by its version: trap 6, as streams see it in Trap06_ReplacedNodeTests.
    private static async Task VersionsResetAsync(IZkClient client, ZkPath root)
    {
        await client.CreateAsync(root / "a");
        var before = await client.GetAsync(root / "a");
        await client.DeleteAsync(root / "a", NodeVersion.Any);
        await client.CreateAsync(root / "a");
        var after = await client.GetAsync(root / "a");
        Assert.Equal(before.Stat.Version, after.Stat.Version);
        Assert.True(after.Stat.Czxid > before.Stat.Czxid);
        Assert.True(after.Stat.Mzxid > before.Stat.Mzxid);
    }

    private static async Task SequentialNamesAsync(IZkClient client, ZkPath root)
    {
        var first = (await client.CreateAsync(root / "n-", mode: CreateMode.PersistentSequential)).Path.Name;
        var second = (await client.CreateAsync(root / "n-", mode: CreateMode.EphemeralSequential)).Path.Name;
        Assert.True(SequentialName.TryParse(first, "n-", out var one));
        Assert.True(SequentialName.TryParse(second, "n-", out var two));
        Assert.Equal(one + 1, two);
    }

    private static async Task ContainersAndParentsAsync(IZkClient client, ZkPath root)
    {
        // Servers show the special owner of a container as 0 (DataNode.getClientEphemeralOwner).
        var container = await client.CreateAsync(root / "c", mode: CreateMode.Container);
        Assert.Equal(0, container.Stat!.Value.EphemeralOwner);
        await client.CreateAsync(root / "c" / "child");
        var deep = await client.CreateAsync(root / "x" / "y" / "z", "deep"u8.ToArray(), options: new ZkCreateOptions { CreateParents = true });
        Assert.Equal("deep", (await client.GetAsync(deep.Path)).Text());
        await Assert.ThrowsAsync<ArgumentException>(() => client.CreateAsync(root / "t", mode: CreateMode.PersistentWithTtl).AsTask());
    }

    // What a TTL node or container is, no server tells: both read as persistent nodes. What becomes of them shows it.
    private static async Task TimeToLiveAsync(IZkClient client, ZkPath root)
    {
        var options = new ZkCreateOptions { TimeToLive = TimeSpan.FromMilliseconds(300) };
        var kept = await client.CreateAsync(root / "kept", "k"u8.ToArray(), CreateMode.PersistentWithTtl, new ZkCreateOptions { TimeToLive = TimeSpan.FromDays(1) });
        var counted = await client.CreateAsync(root / "n-", "n"u8.ToArray(), CreateMode.PersistentSequentialWithTtl, options);
        Assert.Equal((root / "kept", "k", 0L, NodeKind.Persistent), (kept.Path, (await client.GetAsync(kept.Path)).Text(), kept.Stat!.Value.EphemeralOwner, kept.Stat!.Value.Kind));
        Assert.Equal(root / "n-0000000001", counted.Path);
        await UntilDeletedAsync(client, counted.Path);

        var container = await client.CreateAsync(root / "c", mode: CreateMode.Container);
        await client.CreateAsync(container.Path / "child");
        await client.DeleteAsync(container.Path / "child", NodeVersion.Any);
        await UntilDeletedAsync(client, container.Path);
        Assert.True((await client.ExistsAsync(kept.Path)).Exists);
    }

    private static async Task IdentitiesAndMembersAsync(IZkClient client, ZkPath root)
    {
        Assert.Equal([new ZkIdentity("ip", "127.0.0.1")], await client.WhoAmIAsync());
        await client.AddAuthAsync(ZkAuth.Digest("ann", "secret"));
        Assert.Equal([new ZkIdentity("digest", "ann"), new ZkIdentity("ip", "127.0.0.1")], (await client.WhoAmIAsync()).OrderBy(identity => identity.Scheme, StringComparer.Ordinal));

        await using var below = await ZkClient.ConnectAsync(client.Options with { ConnectString = client.Options.ConnectString + root.Value });
        Assert.Equal("/zookeeper/config", (await below.GetConfigAsync()).Path.Value);
    }

    private static async Task UntilDeletedAsync(IZkClient client, ZkPath path)
    {
        var watched = await client.ExistsWatchedAsync(path);
        if (!watched.Value.Exists) return;
        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Watch.Fired.Soon()).Type);
    }

    private static async Task ProtectedCreatesAsync(IZkClient client, ZkPath root)
    {
        var options = new ZkCreateOptions { Protected = true, CreateParents = true };
        var created = await client.CreateAsync(root / "q" / "n-", mode: CreateMode.EphemeralSequential, options: options);
        Assert.Matches("^_c_[0-9a-f-]{36}-n-[0-9]{10}$", created.Path.Name);
        Assert.Equal(client.Session.Id.Value, created.Stat!.Value.EphemeralOwner);
    }

    // Trap 11: whose it is, is told by the owner alone.
    private static async Task EphemeralNodesAsync(IZkClient client, ZkPath root)
    {
        await using (var other = await ZkClient.ConnectAsync(client.Options))
        {
            await other.CreateAsync(root / "e", mode: CreateMode.Ephemeral);
            await Assert.ThrowsAsync<NodeExistsException>(() => client.CreateAsync(root / "e", mode: CreateMode.Ephemeral).AsTask());
            var owner = (await client.ExistsAsync(root / "e")).Stat!.Value.EphemeralOwner;
            Assert.Equal(other.Session.Id.Value, owner);
            Assert.NotEqual(client.Session.Id.Value, owner);
            await Assert.ThrowsAsync<EphemeralHasNoChildrenException>(() => client.CreateAsync(root / "e" / "child").AsTask());
        }

        await client.SyncAsync(root);
        Assert.False((await client.ExistsAsync(root / "e")).Exists);
    }

    private static async Task AccessControlAsync(IZkClient client, ZkPath root)
    {
        await client.AddAuthAsync(ZkAuth.Digest("ann", "secret"));
        await client.CreateAsync(root / "mine", "x"u8.ToArray(), options: new ZkCreateOptions { Acl = Acl.CreatorAll });
        var acl = await client.GetAclAsync(root / "mine");
        Assert.Equal("digest", Assert.Single(acl.Entries).Scheme);
        await using (var stranger = await ZkClient.ConnectAsync(client.Options))
        {
            var error = await Assert.ThrowsAsync<NoAuthException>(() => stranger.GetAsync(root / "mine").AsTask());
            Assert.Equal(root / "mine", error.Path!.Value);
        }

        await Assert.ThrowsAsync<InvalidAclException>(() => client.SetAclAsync(root / "mine", [], NodeVersion.Any).AsTask());
        Assert.Equal(1, (await client.SetAclAsync(root / "mine", Acl.OpenUnsafe, 0)).AclVersion);
    }

    private static async Task TransactionsAsync(IZkClient client, ZkPath root)
    {
        var results = await client.MultiAsync([
            new ZkOperation.Create(root / "a", "1"u8.ToArray()),
            new ZkOperation.Create(root / "s-", default, CreateMode.PersistentSequential),
            new ZkOperation.Set(root / "a", "2"u8.ToArray(), 0),
            new ZkOperation.Check(root, NodeVersion.Any),
            new ZkOperation.Delete(root / "a", 1)]);
        Assert.Equal(5, results.Count);
        Assert.Matches("s-[0-9]{10}$", results[1].Path.Value);
        Assert.Equal(1, results[2].Stat!.Value.Version);

        var error = await Assert.ThrowsAsync<MultiFailedException>(() => client.MultiAsync([
            new ZkOperation.Create(root / "b", default),
            new ZkOperation.Set(root / "missing", default, 3),
            new ZkOperation.Delete(root / "also-missing", NodeVersion.Any)]).AsTask());
        Assert.Equal(1, error.Index);
        Assert.IsType<NoNodeException>(error.Cause);
        Assert.False((await client.ExistsAsync(root / "b")).Exists);
    }
}
