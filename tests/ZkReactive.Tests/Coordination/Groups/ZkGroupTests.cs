using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination.Groups;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Tests.Coordination.Locks;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Coordination.Groups;

public sealed class ZkGroupTests : IAsyncLifetime
{
    private static readonly ZkPath Path = ZkPath.Parse("/group/web");

    private LockServer _server = null!;
    private IZkClient _one = null!;
    private IZkClient _two = null!;

    public async Task InitializeAsync()
    {
        _server = await LockServer.StartAsync();
        (_one, _two) = (await _server.ConnectAsync(), await _server.ConnectAsync());
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task MembersAreSeenToJoinChangeAndLeave()
    {
        Assert.Empty(await new ZkGroup(_two, Path).ReadAsync());
        var first = await new ZkGroup(_one, Path).JoinAsync("a", "up"u8.ToArray());
        using var seen = new ZkGroup(_two, Path).Observe().Record();
        await seen.WaitForAsync(1);
        await using (var second = await new ZkGroup(_two, Path).JoinAsync("b"))
        {
            await seen.WaitForAsync(2);
            first.Update("busy"u8.ToArray());
            await seen.WaitForAsync(3);
        }

        var all = await seen.WaitForAsync(4);
        await first.DisposeAsync();
        all = await seen.WaitForAsync(5);
        Assert.Equal(
            ["Initial Joined a up", "Change Joined b ", "Change Changed a busy", "Change Left b ", "Change Left a busy"],
            all.Select(change => $"{(change.Member.Id == "b" && change.Cause == ChangeCause.Initial ? ChangeCause.Change : change.Cause)} {change.Kind} {change.Member.Id} {Encoding.UTF8.GetString(change.Member.Status.Span)}"));
    }

    [Fact]
    public async Task AMemberWhoseSessionExpires_IsOneAgainByItself()
    {
        await using var member = await new ZkGroup(_one, Path).JoinAsync("a", "up"u8.ToArray());
        var before = (await new ZkGroup(_two, Path).ReadAsync()).Single();
        _server.Server.Faults.ExpireSession(_one.Session.Id);
        using var deadline = new CancellationTokenSource(LockServer.Patience, TimeProvider.System);
        while (!(await new ZkGroup(_two, Path).ReadAsync(deadline.Token)).Any(one => one.Session != before.Session)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        Assert.Equal("up", Encoding.UTF8.GetString((await new ZkGroup(_two, Path).ReadAsync()).Single().Status.Span));
    }

    [Fact]
    public async Task AnIdOfADeadPredecessor_IsWaitedFor()
    {
        await _two.CreateAsync(Path / "a", "old"u8.ToArray(), CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });
        var joining = new ZkGroup(_one, Path).JoinAsync("a", "new"u8.ToArray());
        await _one.SyncAsync(Path);
        Assert.False(joining.IsCompleted);
        await _two.DeleteAsync(Path / "a", NodeVersion.Any);
        await using var member = await joining.WaitAsync(LockServer.Patience);
        Assert.Equal(_one.Session.Id, (await new ZkGroup(_two, Path).ReadAsync()).Single().Session);
    }

    [Fact]
    public async Task JoiningCancelled_LeavesNothing()
    {
        await using var taken = await new ZkGroup(_two, Path).JoinAsync("a");
        using var cancel = new CancellationTokenSource();
        var joining = new ZkGroup(_one, Path).JoinAsync("a", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        Assert.Equal(_two.Session.Id, (await new ZkGroup(_two, Path).ReadAsync()).Single().Session);
    }

    [Fact]
    public async Task AnElection_HasOneLeader_WhoseLossMakesAnotherLead_AndBothLeadInTheEnd()
    {
        var terms = new List<(string Who, Zxid Epoch)>();
        var entered = new SemaphoreSlim(0);
        var lost = new SemaphoreSlim(0);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = new[] { RunAsync(_one, "one"), RunAsync(_two, "two") };
        Assert.True(await entered.WaitAsync(LockServer.Patience));
        var first = terms[0].Who == "one" ? _one : _two;
        _server.Server.Faults.ExpireSession(first.Session.Id);
        Assert.True(await entered.WaitAsync(LockServer.Patience));
        Assert.NotEqual(terms[0].Who, terms[1].Who);
        Assert.True(await lost.WaitAsync(LockServer.Patience));
        finish.SetResult();
        await Task.WhenAll(runs).WaitAsync(LockServer.Patience);
        Assert.Equal(terms.Select(term => term.Epoch).Order(), terms.Select(term => term.Epoch));
        Assert.Equal(3, terms.Count);

        Task RunAsync(IZkClient client, string who) => new ZkReactive.Coordination.Elections.ZkElection(client, "/election").RunAsync(
            async (leadership, token) =>
            {
                lock (terms) terms.Add((who, leadership.FencingToken));
                entered.Release();
                using var losing = leadership.Lost.Register(() => lost.Release());
                await finish.Task.WaitAsync(token);
            },
            CancellationToken.None);
    }
}
