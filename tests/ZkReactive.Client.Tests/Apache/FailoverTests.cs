using System.Text;
using ZkReactive.Protocol;
using ZkReactive.TestKit.Apache;
using ZkReactive.TestKit.Requirements;

namespace ZkReactive.Client.Tests.Apache;

/// <summary>A real ensemble whose servers die one after the other.</summary>
public class FailoverTests
{
    [ApacheZooKeeperFact]
    public async Task Ensemble_EachServerKilledInTurn_SessionEphemeralsAndWatchesSurvive()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        var options = new ZkClientOptions { ConnectString = ensemble.ConnectString, SessionTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(60) };
        await using var client = await ZkClient.ConnectAsync(options).Soon();
        var session = client.Session.Id;
        await client.CreateAsync("/count", "0"u8.ToArray()).Soon();
        await client.CreateAsync("/mine", mode: CreateMode.Ephemeral).Soon();
        await using var tree = await client.AddWatchAsync("/", WatchMode.PersistentRecursive).Soon();
        var last = Zxid.None;

        for (var server = 1; server <= 3; server++)
        {
            var oneShot = await client.GetWatchedAsync("/count");
            await ensemble.KillAsync(server);
            for (var i = 0; i < 20; i++) last = await IncrementAsync(client, last);
            Assert.Equal(WatchEventType.NodeDataChanged, (await oneShot.Watch.Fired.Soon()).Type);
            await ensemble.RestartAsync(server);
        }

        var end = await client.GetAsync("/count").Soon();
        Assert.True(int.Parse(end.Text(), System.Globalization.CultureInfo.InvariantCulture) >= 60);
        Assert.Equal(session, client.Session.Id);
        Assert.Equal(session.Value, (await client.ExistsAsync("/mine").Soon()).Stat!.Value.EphemeralOwner);
        Assert.Equal((1, 0), (client.Session.SessionNumber, client.Session.HistoryNumber));
        await client.SetAsync("/count", "end"u8.ToArray(), NodeVersion.Any).Soon();
        while ((await tree.Events.NextAsync()).Path != "/count")
        {
            // Gap marks of the reconnects.
        }
    }

    [ApacheZooKeeperFact]
    public async Task ProtectedCreates_WhileServersDie_NeverMakeTwo()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3);
        var options = new ZkClientOptions { ConnectString = ensemble.ConnectString, SessionTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(60) };
        await using var client = await ZkClient.ConnectAsync(options).Soon();
        await client.CreateAsync("/q").Soon();
        var creates = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var name = $"{writer}-{i}-";
                await client.CreateAsync("/q/" + name, mode: CreateMode.PersistentSequential, options: new ZkCreateOptions { Protected = true });
            }
        })).ToArray();
        var leader = await ensemble.LeaderAsync();
        await ensemble.KillAsync(leader);
        await Task.WhenAll(creates).WaitAsync(TimeSpan.FromSeconds(90), TimeProvider.System);

        var names = (await client.GetChildrenAsync("/q").Soon()).Names.Select(name => name["_c_00000000-0000-0000-0000-000000000000-".Length..^10]).ToArray();
        Assert.Equal(100, names.Length);
        Assert.Equal(100, names.Distinct().Count());
    }

    [ApacheZooKeeperFact]
    public async Task DataErased_AfterTheSessionEnded_StartsANewHistory()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(1);
        var options = new ZkClientOptions { ConnectString = ensemble.ConnectString, SessionTimeout = TimeSpan.FromSeconds(2), MaxReconnectDelay = TimeSpan.FromMilliseconds(200) };
        await using var client = await ZkClient.ConnectAsync(options).Soon();
        for (var i = 0; i < 20; i++) await client.CreateAsync($"/n{i}").Soon();
        await ensemble.KillAsync(1);
        ensemble.EraseData(1);
        await ensemble.RestartAsync(1);

        var state = await client.WaitForAsync(state => state is { IsConnected: true, HistoryNumber: 1 });
        Assert.Equal(2, state.SessionNumber);
        Assert.False((await client.ExistsAsync("/n0").Soon()).Exists);
        await client.CreateAsync("/n0").Soon();
    }

    [ApacheZooKeeperFact]
    public async Task LocalSession_WithItsFirstEphemeral_BecomesOneOfTheWholeEnsemble()
    {
        await using var ensemble = await ApacheZooKeeper.StartAsync(3, extraConfiguration: "localSessionsEnabled=true\nlocalSessionsUpgradingEnabled=true");
        var follower = await ensemble.LeaderAsync() % 3 + 1;
        var others = Enumerable.Range(1, 3).Where(server => server != follower).Select(ensemble.ConnectStringOf);
        var options = new ZkClientOptions { ConnectString = ensemble.ConnectStringOf(follower), SessionTimeout = TimeSpan.FromSeconds(20), RequestTimeout = TimeSpan.FromSeconds(60) };
        await using var client = await ZkClient.ConnectAsync(options).Soon();
        var session = client.Session.Id;
        await client.CreateAsync("/before").Soon();
        var (watched, removed) = (await client.GetWatchedAsync("/before").Soon(), client.DeleteAsync("/absent", NodeVersion.Any));
        await Assert.ThrowsAsync<NoNodeException>(() => removed.Soon());
        var made = await client.CreateAsync("/mine", mode: CreateMode.Ephemeral).Soon();
        Assert.Equal(session.Value, made.Stat!.Value.EphemeralOwner);

        Assert.True(client.UpdateServers(string.Join(',', others)));
        await client.WaitForAsync(state => state is { IsConnected: true, ConnectionNumber: > 1 });
        Assert.Equal((session, 1), (client.Session.Id, client.Session.SessionNumber));
        Assert.Equal(session.Value, (await client.ExistsAsync("/mine").Soon()).Stat!.Value.EphemeralOwner);
        await client.SetAsync("/before", "x"u8.ToArray(), NodeVersion.Any).Soon();
        Assert.Equal(WatchEventType.NodeDataChanged, (await watched.Watch.Fired.Soon()).Type);
    }

    // A set whose outcome is unknown is read again before the next: so the count may skip, but never goes back.
    private static async Task<Zxid> IncrementAsync(IZkClient client, Zxid last)
    {
        while (true)
        {
            var node = await client.GetAsync("/count").Soon();
            Assert.True(node.Stat.Mzxid >= last);
            var next = int.Parse(node.Text(), System.Globalization.CultureInfo.InvariantCulture) + 1;
            try
            {
                return (await client.SetAsync("/count", Encoding.UTF8.GetBytes($"{next}"), node.Stat.Version).Soon()).Mzxid;
            }
            catch (ConnectionLossException e)
            {
                Assert.True(e.OutcomeUnknown);
            }
        }
    }
}
