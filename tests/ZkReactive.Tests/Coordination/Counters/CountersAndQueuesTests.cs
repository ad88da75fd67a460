using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Barriers;
using ZkReactive.Coordination.Counters;
using ZkReactive.Coordination.Names;
using ZkReactive.Coordination.Notifications;
using ZkReactive.Coordination.Queues;
using ZkReactive.Protocol;
using ZkReactive.Tests.Coordination.Servers;

namespace ZkReactive.Tests.Coordination.Counters;

public sealed class CountersAndQueuesTests : RecipeTests
{
    [Theory]
    [InlineData("before")]
    [InlineData("after")]
    public async Task ACounter_LosesAndDoublesNoStep_ThoughRepliesAreLost(string when)
    {
        await using var one = new ZkCounter(One, "/counter");
        await using var two = new ZkCounter(Two, "/counter");
        var number = 0;
        using var rule = Server.OnRequest((_, operation) => operation == OpCode.Multi && ++number % 5 == 0
            ? when == "after" ? RequestFault.DropBeforeReply : RequestFault.DropBefore
            : RequestFault.None);
        await Task.WhenAll(CountAsync(one), CountAsync(two)).WaitAsync(RecipeServer.Patience);
        Assert.Equal(40, await one.ReadAsync());

        static async Task CountAsync(ZkCounter counter)
        {
            for (var i = 0; i < 20; i++) await counter.AddAsync(1);
        }
    }

    [Fact]
    public async Task ACounter_RefusesWhatIsNoNumber_AndOverflow()
    {
        await using var counter = new ZkCounter(One, "/counter");
        await counter.AddAsync(long.MaxValue);
        Assert.Equal(CoordinationErrorIds.CounterInvalid, (await Assert.ThrowsAsync<CoordinationException>(() => counter.AddAsync(1))).ErrorId);
        await One.SetAsync("/counter", "x"u8.ToArray(), NodeVersion.Any);
        Assert.Equal(CoordinationErrorIds.CounterInvalid, (await Assert.ThrowsAsync<CoordinationException>(() => counter.ReadAsync())).ErrorId);
        await counter.DisposeAsync();
        Assert.Equal(0, await RecipeServer.CountAsync(Two, "/counter"));
    }

    [Fact]
    public async Task ASharedValue_KeepsEveryChange()
    {
        await Task.WhenAll(new[] { One, Two }.Select(async client =>
        {
            for (var i = 0; i < 20; i++)
                await new ZkSharedValue(client, "/value").UpdateAsync(data => Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(data.Span) + "x"));
        }));
        Assert.Equal(40, (await One.GetAsync("/value")).Data.Length);
    }

    [Fact]
    public async Task Ids_AreNeverGivenTwice_AndGoOnBeyondTwoToTheThirtyOne()
    {
        await One.CreateAsync("/ids", Encoding.ASCII.GetBytes($"{int.MaxValue - 5L}"));
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => new ZkNames(i % 2 == 0 ? One : Two, "/ids").NextIdAsync()));
        Assert.Equal(20, taken.Distinct().Count());
        Assert.True(taken.Max() > int.MaxValue);
        var block = await new ZkNames(One, "/ids").TakeIdsAsync(100);
        Assert.Equal(taken.Max() + 1, block.First);
        Assert.Equal(block.Last + 1, await new ZkNames(Two, "/ids").NextIdAsync());
    }

    [Fact]
    public async Task AName_IsClaimedByOne()
    {
        await new ZkNames(One, "/names").ClaimAsync("web", forThisSession: true);
        Assert.Equal(CoordinationErrorIds.NameTaken, (await Assert.ThrowsAsync<CoordinationException>(() => new ZkNames(Two, "/names").ClaimAsync("web"))).ErrorId);
        var lost = true;
        using var rule = Server.OnRequest((_, operation) => operation is OpCode.Create2 && lost && !(lost = false) ? RequestFault.DropBeforeReply : RequestFault.None);
        Assert.Equal("/names/db", (await new ZkNames(One, "/names").ClaimAsync("db", forThisSession: true)).Path.Value);
        var names = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => new ZkNames(Two, "/names").CreateSequentialAsync("job-")));
        Assert.Equal(5, names.Select(name => name.Path).Distinct().Count());
    }

    [Fact]
    public async Task ABarrier_HoldsEverybodyUpUntilItOpens()
    {
        var barrier = new ZkBarrier(One, "/barrier");
        await barrier.WaitAsync().WaitAsync(RecipeServer.Patience);
        await barrier.CloseAsync();
        var waiting = new[] { new ZkBarrier(Two, "/barrier").WaitAsync(), barrier.WaitAsync() };
        await Two.SyncAsync("/");
        Assert.All(waiting, task => Assert.False(task.IsCompleted));
        await barrier.OpenAsync();
        await Task.WhenAll(waiting).WaitAsync(RecipeServer.Patience);
    }

    [Fact]
    public async Task ABarrierOpenedAndClosedAgainAtOnce_LetsThoseGoWhoWaited()
    {
        var barrier = new ZkBarrier(One, "/barrier");
        await barrier.CloseAsync();
        var waiting = new ZkBarrier(Two, "/barrier").WaitAsync();
        await Two.SyncAsync("/barrier");

        // In one transaction: whoever looks when the watch has fired finds a closed barrier.
        await One.MultiAsync([new ZkOperation.Delete("/barrier", NodeVersion.Any), new ZkOperation.Create("/barrier", default, CreateMode.Persistent)]);
        await waiting.WaitAsync(RecipeServer.Patience);
    }

    [Fact]
    public async Task ADoubleBarrier_LetsAllBeginAndEndTogether()
    {
        var members = Enumerable.Range(0, 3).Select(i => new ZkDoubleBarrier(i == 0 ? One : Two, "/double", 3)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var entering = members.Take(2).Select(member => member.EnterAsync()).ToList();
            await RecipeServer.WaitForChildrenAsync(One, "/double/members", 2);
            Assert.All(entering, task => Assert.False(task.IsCompleted));
            await Task.WhenAll([.. entering, members[2].EnterAsync()]).WaitAsync(RecipeServer.Patience);

            var leaving = members.Take(2).Select(member => member.LeaveAsync()).ToList();
            await One.SyncAsync("/");
            Assert.All(leaving, task => Assert.False(task.IsCompleted));
            await Task.WhenAll([.. leaving, members[2].LeaveAsync()]).WaitAsync(RecipeServer.Patience);
            Assert.Equal(0, await RecipeServer.CountAsync(One, "/double/members"));
        }
    }

    [Fact]
    public async Task AQueue_GivesItemsInOrder_AndADeadWorkersItemToAnother()
    {
        var (one, two) = (new ZkQueue(One, "/queue"), new ZkQueue(Two, "/queue"));
        Assert.Null(await one.TryTakeAsync());
        foreach (var text in new[] { "a", "b", "c" }) await one.PutAsync(Encoding.ASCII.GetBytes(text));
        var a = await one.TakeAsync();
        await using var b = await two.TakeAsync();
        Assert.Equal(("a", "b"), (Encoding.ASCII.GetString(a.Data.Span), Encoding.ASCII.GetString(b.Data.Span)));
        await b.CompleteAsync();
        await using (var c = await two.TakeAsync()) Assert.Equal("c", Encoding.ASCII.GetString(c.Data.Span));
        await using (var c = await two.TakeAsync())
        {
            Assert.Equal(("c", 2), (Encoding.ASCII.GetString(c.Data.Span), c.Attempt));
            await c.CompleteAsync();
        }

        var waiting = two.TakeAsync();
        await Server.ExpireAsync(One);
        await using var again = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.Equal(("a", 2), (Encoding.ASCII.GetString(again.Data.Span), again.Attempt));
        Assert.Equal(CoordinationErrorIds.ClaimLost, (await Assert.ThrowsAsync<CoordinationException>(() => a.CompleteAsync())).ErrorId);
        await again.CompleteAsync();
        Assert.Equal(0, await two.CountAsync());
        Assert.Equal(0, await RecipeServer.CountAsync(Two, "/queue/claims"));
    }

    [Fact]
    public async Task AQueue_LosesAndDoublesNothing_ThoughRepliesAreLost()
    {
        const int Items = 30;
        var done = new List<string>();
        var number = 0;
        using var rule = Server.OnRequest((_, operation) => operation is OpCode.Multi or OpCode.Create2 && ++number % 7 == 0 ? RequestFault.DropBeforeReply : RequestFault.None);
        var workers = new[] { WorkAsync(One), WorkAsync(Two) };
        for (var i = 0; i < Items; i++) await new ZkQueue(One, "/queue").PutAsync(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
        await Task.WhenAll(workers).WaitAsync(RecipeServer.Patience);
        Assert.Equal(Enumerable.Range(0, Items), done.Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Order());

        async Task WorkAsync(IZkClient client)
        {
            var queue = new ZkQueue(client, "/queue");
            for (var i = 0; i < Items / 2; i++)
            {
                await using var item = await queue.TakeAsync();
                await item.CompleteAsync();
                lock (done) done.Add(Encoding.ASCII.GetString(item.Data.Span));
            }
        }
    }

    [Fact]
    public async Task AQueueDeletedUnderItsUsers_BeginsAnew()
    {
        var (one, two) = (new ZkQueue(One, "/queue"), new ZkQueue(Two, "/queue"));
        await one.PutAsync("a"u8.ToArray());
        await using (var a = await two.TakeAsync()) await a.CompleteAsync();
        var waiting = two.TakeAsync();
        await RecipeServer.WaitForChildrenAsync(One, "/queue/workers", 1);
        foreach (var part in new[] { "items", "claims", "puts" }) await One.DeleteAsync($"/queue/{part}", NodeVersion.Any);
        await one.PutAsync("b"u8.ToArray()).WaitAsync(RecipeServer.Patience);
        await using var b = await waiting.WaitAsync(RecipeServer.Patience);
        Assert.Equal("b", Encoding.ASCII.GetString(b.Data.Span));
        await b.CompleteAsync();
    }

    [Fact]
    public async Task ANotification_IsAcknowledgedByEveryListener_AndLeavesNothing()
    {
        var heard = new List<string>();
        using var stop = new CancellationTokenSource();
        var (one, two) = (new ZkNotifier(One, "/tell"), new ZkNotifier(Two, "/tell"));
        var listening = new[] { Listen(one, "a"), Listen(two, "b") };
        await RecipeServer.WaitForChildrenAsync(One, "/tell/listeners", 2);

        var result = await two.SendAsync("reload"u8.ToArray(), RecipeServer.Patience);
        Assert.True(result.IsComplete);
        Assert.Equal(["a", "b"], result.Acknowledged);
        Assert.Equal(["a reload", "b reload"], heard.Order(StringComparer.Ordinal));
        await RecipeServer.WaitForChildrenAsync(One, "/tell/messages", 0);
        await RecipeServer.WaitForChildrenAsync(One, "/tell/answers", 0);

        await stop.CancelAsync();
        foreach (var task in listening) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        await RecipeServer.WaitForChildrenAsync(One, "/tell/listeners", 0);
        Assert.True((await one.SendAsync("nobody"u8.ToArray(), RecipeServer.Patience)).IsComplete);

        Task Listen(ZkNotifier notifier, string id) => notifier.ListenAsync(
            id,
            (message, _) =>
            {
                lock (heard) heard.Add($"{id} {Encoding.UTF8.GetString(message.Data.Span)}");
                return Task.FromResult(true);
            },
            stop.Token);
    }

    [Fact]
    public async Task ANotification_TellsWhoDidNotAnswerAndWhoLeft()
    {
        using var stop = new CancellationTokenSource();
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slow = new ZkNotifier(One, "/tell").ListenAsync("slow", async (_, token) => { busy.TrySetResult(); await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token); return true; }, stop.Token);
        await RecipeServer.WaitForChildrenAsync(Two, "/tell/listeners", 1);
        var missing = await new ZkNotifier(Two, "/tell").SendAsync("x"u8.ToArray(), TimeSpan.FromMilliseconds(300));
        Assert.Equal(["slow"], missing.Missing);
        var sending = new ZkNotifier(Two, "/tell").SendAsync("y"u8.ToArray(), RecipeServer.Patience);
        await busy.Task.WaitAsync(RecipeServer.Patience);
        await RecipeServer.WaitForChildrenAsync(One, "/tell/messages", 1);
        await stop.CancelAsync();
        Assert.Equal(["slow"], (await sending).Left);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
    }
}
