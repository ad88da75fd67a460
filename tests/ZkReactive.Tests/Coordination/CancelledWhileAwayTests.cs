using System.Reactive.Linq;
using System.Reactive.Threading.Tasks;
using ZkReactive.Client;
using ZkReactive.Coordination.Barriers;
using ZkReactive.Coordination.Counters;
using ZkReactive.Coordination.Elections;
using ZkReactive.Coordination.Groups;
using ZkReactive.Coordination.Locks;
using ZkReactive.Coordination.Names;
using ZkReactive.Coordination.Notifications;
using ZkReactive.Coordination.Queues;
using ZkReactive.Server;

namespace ZkReactive.Tests.Coordination;

/// <summary>Whatever a recipe is at when its servers go away, it ends soon when it is cancelled: Ctrl+C must not wait for an outage to pass.</summary>
public sealed class CancelledWhileAwayTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Func<IZkClient, CancellationToken, Task>> Uses = new()
    {
        ["mutex"] = (client, token) => new ZkMutex(client, "/used").AcquireAsync(token),
        ["mutex with a time-out"] = (client, token) => new ZkMutex(client, "/used").TryAcquireAsync(TimeSpan.FromHours(1), token),
        ["semaphore"] = (client, token) => new ZkSemaphore(client, "/semaphore", 1).AcquireAsync(token),
        ["reader"] = (client, token) => new ZkReadWriteLock(client, "/used").Reader.AcquireAsync(token),
        ["multi-lock"] = (client, token) => new ZkMultiLock(client, ["/free", "/used"]).AcquireAsync(token),
        ["election"] = (client, token) => new ZkElection(client, "/used").RunAsync((_, lost) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost), token),
        ["leader"] = (client, token) => new ZkElection(client, "/free").RunAsync((_, lost) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lost), token),
        ["barrier"] = (client, token) => new ZkBarrier(client, "/used").WaitAsync(token),
        ["double barrier"] = (client, token) => new ZkDoubleBarrier(client, "/double", 2).EnterAsync(token),
        ["group"] = async (client, token) =>
        {
            await using var membership = await new ZkGroup(client, "/group").JoinAsync("one", cancellationToken: token);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        },
        ["counter"] = async (client, token) =>
        {
            await using var counter = new ZkCounter(client, "/counter");
            while (true) await counter.AddAsync(1, token);
        },
        ["shared value"] = async (client, token) =>
        {
            while (true) await new ZkSharedValue(client, "/value").UpdateAsync(static _ => new byte[1], token);
        },
        ["ids"] = async (client, token) =>
        {
            while (true) await new ZkNames(client, "/ids").NextIdAsync(token);
        },
        ["names"] = async (client, token) =>
        {
            while (true) await new ZkNames(client, "/names").CreateSequentialAsync("job-", cancellationToken: token);
        },
        ["claimed names"] = async (client, token) =>
        {
            for (var i = 0; ; i++) await new ZkNames(client, "/names").ClaimAsync($"name{i}", forThisSession: true, cancellationToken: token);
        },
        ["putting"] = async (client, token) =>
        {
            while (true) await new ZkQueue(client, "/queue").PutAsync(new byte[1], token);
        },
        ["taking"] = (client, token) => new ZkQueue(client, "/empty").TakeAsync(token),
        ["putting and taking"] = async (client, token) =>
        {
            var queue = new ZkQueue(client, "/queue");
            while (true)
            {
                await queue.PutAsync(new byte[1], token);
                await using var item = await queue.TakeAsync(token);
                await item.CompleteAsync(token);
            }
        },
        ["sending"] = async (client, token) =>
        {
            while (true) await new ZkNotifier(client, "/tell").SendAsync(new byte[1], TimeSpan.FromHours(1), token);
        },
        ["listening"] = (client, token) => new ZkNotifier(client, "/tell").ListenAsync("one", static (_, _) => Task.FromResult(true), token),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var use in Uses.Keys)
            {
                cases.Add(use, true);
                cases.Add(use, false);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task ARecipe_CancelledWhileItsServersAreAway_Ends(string use, bool isAwayFirst)
    {
        await using var server = await ZkServer.StartAsync();
        await using var client = await ZkClient.ConnectAsync(server.ConnectString);
        await using var holder = await ZkClient.ConnectAsync(server.ConnectString);
        await new ZkMutex(holder, "/used").AcquireAsync();
        await new ZkSemaphore(holder, "/semaphore", 1).AcquireAsync();
        using var cancellation = new CancellationTokenSource();
        var used = Task.CompletedTask;
        if (!isAwayFirst)
        {
            var requests = server.Statistics.PacketsReceived;
            used = Uses[use](client, cancellation.Token);
            using var deadline = new CancellationTokenSource(Deadline, TimeProvider.System);
            while (server.Statistics.PacketsReceived < requests + 4) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, deadline.Token);
        }

        var away = client.SessionStates.FirstAsync(state => state.Status is ZkSessionStatus.Disconnected or ZkSessionStatus.Connecting).ToTask();
        await server.StopAsync();
        await away.WaitAsync(Deadline);
        if (isAwayFirst) used = Uses[use](client, cancellation.Token);
        await Task.WhenAny(used, Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System));
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => used.WaitAsync(Deadline));
    }
}
