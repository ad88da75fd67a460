using System.Text;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Groups;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Tests.Coordination.Servers;
using ZkReactive.TestKit.Reactive;

namespace ZkReactive.Tests.Coordination.Groups;

public sealed class ZkGroupTests : RecipeTests
{
    private static readonly ZkPath Path = ZkPath.Parse("/group/web");

    [Fact]
    public async Task MembersAreSeenToJoinChangeAndLeave()
    {
        Assert.Empty(await new ZkGroup(Two, Path).ReadAsync());
        var first = await new ZkGroup(One, Path).JoinAsync("a", "up"u8.ToArray());
        using var seen = new ZkGroup(Two, Path).Observe().Record();
        await seen.WaitForAsync(1);
        await using (var second = await new ZkGroup(Two, Path).JoinAsync("b"))
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
        await using var member = await new ZkGroup(One, Path).JoinAsync("a", "up"u8.ToArray());
        var before = (await new ZkGroup(Two, Path).ReadAsync()).Single();
        await Server.ExpireAsync(One);
        using var deadline = new CancellationTokenSource(RecipeServer.Patience, TimeProvider.System);
        while (!(await new ZkGroup(Two, Path).ReadAsync(deadline.Token)).Any(one => one.Session != before.Session)) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        Assert.Equal("up", Encoding.UTF8.GetString((await new ZkGroup(Two, Path).ReadAsync()).Single().Status.Span));
    }

    [Fact]
    public async Task AMemberWhoseNodeIsDeletedByHand_IsOneAgainByItself_AsOftenAsThatHappens()
    {
        await using var member = await new ZkGroup(One, Path).JoinAsync("a", "up"u8.ToArray());
        using var seen = Two.ObserveNode(Path / "a").Record();
        await seen.WaitForAsync(change => change.Exists);
        for (var round = 1; round <= 20; round++)
        {
            var before = (await Two.ExistsAsync(Path / "a")).Stat!.Value.Czxid;

            // At once after it came back, so that the deletion races with the member's own look at its node.
            await Two.DeleteAsync(Path / "a", NodeVersion.Any);
            await seen.WaitForAsync(change => change.Stat is { } stat && stat.Czxid > before);
        }

        Assert.Equal("up", Encoding.UTF8.GetString((await new ZkGroup(Two, Path).ReadAsync()).Single().Status.Span));
    }

    [Fact]
    public async Task AnIdOfADeadPredecessor_IsWaitedFor()
    {
        await Two.CreateAsync(Path / "a", "old"u8.ToArray(), CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });
        var joining = new ZkGroup(One, Path).JoinAsync("a", "new"u8.ToArray());
        await One.SyncAsync(Path);
        Assert.False(joining.IsCompleted);
        await Two.DeleteAsync(Path / "a", NodeVersion.Any);
        await using var member = await joining.WaitAsync(RecipeServer.Patience);
        Assert.Equal(One.Session.Id, (await new ZkGroup(Two, Path).ReadAsync()).Single().Session);
    }

    [Fact]
    public async Task JoiningCancelled_LeavesNothing()
    {
        await using var taken = await new ZkGroup(Two, Path).JoinAsync("a");
        using var cancel = new CancellationTokenSource();
        var joining = new ZkGroup(One, Path).JoinAsync("a", cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joining);
        Assert.Equal(Two.Session.Id, (await new ZkGroup(Two, Path).ReadAsync()).Single().Session);
    }

    [Fact]
    public async Task AMembershipThatIsRefusedForGood_IsGivenUp_AndSaysWhy()
    {
        await using var member = await new ZkGroup(One, Path).JoinAsync("a");
        Assert.Null(member.Failure);
        // The group's node is a container: empty, it could go, and its ACL with it, before the member comes again.
        await Two.CreateAsync(Path / "other");
        await Two.SetAclAsync(Path, Acl.ReadUnsafe, NodeVersion.Any);
        await Server.ExpireAsync(One);
        var refused = await Assert.ThrowsAsync<NoAuthException>(() => member.Completion.WaitAsync(RecipeServer.Patience));
        Assert.Same(refused, member.Failure);
        Assert.Contains(Server.Logs.Lines, line => line.EventId == 5222 && line.Level == LogLevel.Error && line.Message.Contains("/group/web/a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JoiningWhereItIsNotAllowed_Fails()
    {
        await One.CreateAsync(Path, default, CreateMode.Persistent, new ZkCreateOptions { CreateParents = true });
        await One.SetAclAsync(Path, Acl.ReadUnsafe, NodeVersion.Any);
        await Assert.ThrowsAsync<NoAuthException>(() => new ZkGroup(Two, Path).JoinAsync("a").WaitAsync(RecipeServer.Patience));
    }

    [Fact]
    public async Task AMemberThatLeft_IsDone()
    {
        var member = await new ZkGroup(One, Path).JoinAsync("a");
        Assert.False(member.Completion.IsCompleted);
        await member.DisposeAsync();
        await member.Completion.WaitAsync(RecipeServer.Patience);
        Assert.Null(member.Failure);
    }

    [Fact]
    public async Task AnElection_HasOneLeader_WhoseLossMakesAnotherLead_AndBothLeadInTheEnd()
    {
        var terms = new List<(string Who, Zxid Epoch)>();
        var entered = new SemaphoreSlim(0);
        var lost = new SemaphoreSlim(0);
        var finish = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = new[] { RunAsync(One, "one"), RunAsync(Two, "two") };
        Assert.True(await entered.WaitAsync(RecipeServer.Patience));
        var first = terms[0].Who == "one" ? One : Two;
        await Server.ExpireAsync(first);
        Assert.True(await entered.WaitAsync(RecipeServer.Patience));
        Assert.NotEqual(terms[0].Who, terms[1].Who);
        Assert.True(await lost.WaitAsync(RecipeServer.Patience));
        finish.SetResult();
        await Task.WhenAll(runs).WaitAsync(RecipeServer.Patience);
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
