using ZkReactive.Protocol;

namespace ZkReactive.Client.Tests.RoundTrips;

public static partial class Scenarios
{
    private static async Task HandedOverAsync(IZkClient client, ZkPath root)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("zkreactive-session-").FullName, "session.json");
        var options = client.Options with { SessionTimeout = TimeSpan.FromSeconds(20) };
        var watching = await client.AddWatchAsync(root, WatchMode.PersistentRecursive);
        SessionId session;
        Zxid seen;
        await using (var first = await ZkClient.ConnectAsync(options))
        {
            await first.CreateAsync(root / "mine", mode: CreateMode.Ephemeral);
            seen = (await first.SetAsync(root / "mine", "first"u8.ToArray(), NodeVersion.Any)).Mzxid;
            session = first.Session.Id;
            var ticket = await first.DetachAsync();
            ZkSessionFile.Write(file, ticket!);
            Assert.Equal((session, ZkSessionStatus.Closed), (ticket!.Id, first.Session.Status));
            Assert.True(ticket.LastZxid >= seen);
        }

        var read = ZkSessionFile.Read(file, out var problem);
        Assert.Null(problem);
        await using (var second = await ZkClient.ConnectAsync(options with { Resume = read }))
        {
            Assert.Equal((session, 1), (second.Session.Id, second.Session.SessionNumber));
            var mine = await second.GetAsync(root / "mine");
            Assert.Equal(("first", session.Value), (mine.Text(), mine.Stat.EphemeralOwner));
            await second.SetAsync(root / "mine", "second"u8.ToArray(), NodeVersion.Any);
        }

        Assert.False((await client.ExistsAsync(root / "mine")).Exists);
        await client.CreateAsync(root / "end");
        List<WatchEventType> seenOfMine = [];
        while (await watching.Events.NextAsync() is { } happened && happened.Path != root / "end")
        {
            if (happened.Path == root / "mine") seenOfMine.Add(happened.Type);
        }

        Assert.Equal([WatchEventType.NodeCreated, WatchEventType.NodeDataChanged, WatchEventType.NodeDataChanged, WatchEventType.NodeDeleted], seenOfMine);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    private static async Task EndedBeforeTakenUpAsync(IZkClient client, ZkPath root)
    {
        ZkSessionTicket? ticket;
        await using (var first = await ZkClient.ConnectAsync(client.Options))
        {
            ticket = await first.DetachAsync();
        }

        // Taken up by one who closes it: for everybody else it has ended.
        await using (await ZkClient.ConnectAsync(client.Options with { Resume = ticket }))
        {
        }

        await using var late = await ZkClient.ConnectAsync(client.Options with { Resume = ticket });
        Assert.Equal(2, late.Session.SessionNumber);
        Assert.NotEqual(ticket!.Id, late.Session.Id);
        var created = await late.CreateAsync(root / "mine", mode: CreateMode.Ephemeral);
        Assert.Equal(late.Session.Id.Value, created.Stat!.Value.EphemeralOwner);
    }
}
