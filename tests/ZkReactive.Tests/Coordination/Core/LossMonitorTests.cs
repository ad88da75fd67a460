using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Locks;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Coordination.Core;

/// <summary>In virtual time, without a network: when a lock counts as lost.</summary>
public sealed class LossMonitorTests : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _time = new();
    private readonly FakeZkClient _client;
    private readonly OwnNode _node;

    public LossMonitorTests()
    {
        _client = new FakeZkClient(options: new ZkClientOptions { SessionTimeout = Timeout, TimeProvider = _time });
        _node = new OwnNode(_client.Tree.Create("/lock"), _client.Tree.Zxid, _client.Session.Id);
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void ConnectionBackInTime_NothingIsLost()
    {
        using var monitor = new LossMonitor(_client, _node, 0.25);
        Cut();
        _time.Advance(TimeSpan.FromSeconds(2));
        _client.Reconnect();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(monitor.Reason);
    }

    [Fact]
    public void ConnectionAwayForItsShareOfTheTimeout_IsSuspectedBeforeTheServerCanEndTheSession()
    {
        using var monitor = new LossMonitor(_client, _node, 0.25);
        Cut();
        _time.Advance(TimeSpan.FromSeconds(2.4));
        Assert.Null(monitor.Reason);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(LockLoss.Suspected, monitor.Reason);

        // And the client had given the connection up after two thirds of the time-out: it all happened within one.
        Assert.True((Timeout * 2 / 3) + (Timeout * 0.25) < Timeout);
    }

    [Fact]
    public void ServerThatAnswersPingsOnly_IsSuspectedWithinTheTimeoutOfTheLastQuestionThatWasAnswered()
    {
        var isCutOff = false;
        var asked = _time.GetUtcNow();
        _client.OnSync = () =>
        {
            if (isCutOff) return Never;
            asked = _time.GetUtcNow();
            return Task.CompletedTask;
        };
        using var monitor = new LossMonitor(_client, _node, 0.25);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Null(monitor.Reason);

        // The client is connected all the while, as it is to a server that does not know that it lost its leader.
        isCutOff = true;
        AdvanceTo(asked + (Timeout * 0.75));
        Assert.Null(monitor.Reason);

        // The one before the last is what counts: that the last came before its server was cut off does not say that the leader was told.
        AdvanceTo(asked + (Timeout * 0.8));
        Assert.Equal(LockLoss.Suspected, monitor.Reason);
    }

    [Fact]
    public async Task AnswerThatWasLongOnItsWay_CountsFromWhenItWasAskedFor()
    {
        var asked = new List<DateTimeOffset>();
        var answer = new TaskCompletionSource();
        _client.OnSync = () =>
        {
            asked.Add(_time.GetUtcNow());
            return asked.Count <= 2 ? answer.Task : Never;
        };
        using var monitor = new LossMonitor(_client, _node, 0.25);
        _time.Advance(Timeout * 0.45);
        answer.SetResult();
        using var taken = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
        while (SessionPulse.Of(_client).ProvenAt(_node.Session) is null) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, taken.Token);
        AdvanceTo(asked[0] + (Timeout * 0.9));
        Assert.Null(monitor.Reason);
        AdvanceTo(asked[0] + (Timeout * 0.95));
        Assert.Equal(LockLoss.Suspected, monitor.Reason);
    }

    [Fact]
    public void NoAnswerSinceTheLockWasTaken_IsSuspectedAfterHalfTheTimeout()
    {
        _client.OnSync = () => Never;
        using var monitor = new LossMonitor(_client, _node, 0.25);
        _time.Advance(Timeout * 0.45);
        Assert.Null(monitor.Reason);
        _time.Advance(Timeout * 0.1);
        Assert.Equal(LockLoss.Suspected, monitor.Reason);
    }

    [Fact]
    public void ManyLocksOfAClient_AskForAllOfThem_AndNobodyWhenTheyAreGivenBack()
    {
        var asked = 0;
        _client.OnSync = () =>
        {
            asked++;
            return Task.CompletedTask;
        };
        var monitors = Enumerable.Range(0, 100).Select(_ => new LossMonitor(_client, _node, 0.25)).ToArray();
        _time.Advance(Timeout);
        Assert.InRange(asked, 8, 9);
        foreach (var monitor in monitors) monitor.Dispose();
        asked = 0;
        _time.Advance(Timeout);
        Assert.Equal(0, asked);
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact]
    public void SessionExpired_IsLostAtOnce()
    {
        using var monitor = new LossMonitor(_client, _node, 0.25);
        _client.Expire();
        Assert.Equal(LockLoss.SessionEnded, monitor.Reason);
    }

    [Fact]
    public void AnotherSessionAlready_IsLostAtOnce()
    {
        _client.Expire();
        _client.OpenSession();
        using var monitor = new LossMonitor(_client, _node, 0.25);
        Assert.Equal(LockLoss.SessionEnded, monitor.Reason);
    }

    [Fact]
    public void ClientDisposed_IsLost()
    {
        using var monitor = new LossMonitor(_client, _node, 0.25);
        _client.Dispose();
        Assert.Equal(LockLoss.SessionEnded, monitor.Reason);
    }

    [Fact]
    public void GivenBack_IsNeverLost()
    {
        var monitor = new LossMonitor(_client, _node, 0.25);
        monitor.Dispose();
        _client.Expire();
        Assert.Null(monitor.Reason);
        Assert.False(monitor.Lost.IsCancellationRequested);
    }

    private static Task Never => new TaskCompletionSource().Task;

    private void AdvanceTo(DateTimeOffset time) => _time.Advance(time - _time.GetUtcNow());

    // The fake tells its states without their time.
    private void Cut() => _client.Disconnect();
}
