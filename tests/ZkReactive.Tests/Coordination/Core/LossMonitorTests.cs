using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;
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
        _node = new OwnNode("/lock", new Zxid(1), _client.Session.Id);
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

    // The fake tells its states without their time.
    private void Cut() => _client.Disconnect();
}
