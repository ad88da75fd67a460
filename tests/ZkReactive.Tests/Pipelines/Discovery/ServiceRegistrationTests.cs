using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery;
using ZkReactive.TestKit.Fakes;
using ZkReactive.TestKit.Reactive;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Pipelines.Discovery;

/// <summary>The pipeline in virtual time, without sockets.</summary>
public sealed class ServiceRegistrationTests : IAsyncLifetime, IDisposable
{
    private const string Node = "/service/shop/web/w1";

    private readonly ManualTimeProvider _time = new();
    private readonly FakeTree _tree = new();
    private readonly FakeZkClient _client;
    private readonly Channel<TaskCompletionSource<ProbeResult>> _asked = Channel.CreateBounded<TaskCompletionSource<ProbeResult>>(1);
    private readonly List<DateTimeOffset> _askedAt = [];
    private ServiceRegistration? _registration;
    private Recorder<ServiceEvent>? _events;

    public ServiceRegistrationTests() => _client = new FakeZkClient(_tree, new ZkClientOptions { TimeProvider = _time });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_registration is not null) await _registration.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Rounds_of_probes_are_an_interval_apart_and_the_node_follows_their_counts()
    {
        StartScripted();
        await AnswerAsync(true, 1);
        Assert.Null(_tree.StatOf(Node));
        await AnswerAsync(true, 2);
        await StateAsync(s => s.IsRegistered);
        await AnswerAsync(false, 1);
        await AnswerAsync(false, 2);
        Assert.NotNull(_tree.StatOf(Node));
        await AnswerAsync(false, 3);
        await StateAsync(s => s is { IsRegistered: false, Health: ServiceHealth.Unhealthy, Doing: ServiceStep.None });
        Assert.Null(_tree.StatOf(Node));
        await AnswerAsync(true, 1);
        await AnswerAsync(true, 2);
        await StateAsync(s => s.IsRegistered);
        Assert.NotNull(_tree.StatOf(Node));
        Assert.All(_askedAt.Zip(_askedAt.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_has_failed_and_is_not_asked_twice_at_a_time()
    {
        var asked = 0;
        var never = new TaskCompletionSource<ProbeResult>();
        Start(new DelegateProbe("hangs", _ =>
        {
            asked++;
            return new ValueTask<ProbeResult>(never.Task);
        }));
        for (var round = 1; round <= 3; round++)
        {
            while (!_events!.Values.Any(e => e is ServiceEvent.Probed probed && !probed.IsUp && probed.Streak >= round))
            {
                await _time.WaitForTimersAsync();
                _time.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }
        }

        Assert.Equal(1, asked);
        Assert.Equal(ServiceHealth.Unhealthy, (await StateAsync(s => s.Health == ServiceHealth.Unhealthy)).Health);
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_is_told_to_end_and_asked_again()
    {
        var (asked, ended) = (0, 0);
        Start(new DelegateProbe("slow", async token =>
        {
            asked++;
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                ended++;
            }

            return ProbeResult.Up();
        }));
        while (asked < 4)
        {
            await _time.WaitForTimersAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.True(ended >= 3, $"{ended} of {asked} ended");
    }

    [Fact]
    public async Task A_probe_that_throws_has_failed()
    {
        Start(new DelegateProbe("throws", _ => throw new InvalidOperationException("broken")), fall: 1);
        var state = await StateAsync(s => s.Health == ServiceHealth.Unhealthy);
        Assert.Contains("broken", state.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_reconnect_leaves_the_node_as_it_is()
    {
        Start();
        await StateAsync(s => s.IsRegistered);
        var (before, parent) = (_tree.StatOf(Node), _tree.StatOf("/service/shop/web"));
        for (var i = 0; i < 5; i++)
        {
            _client.Disconnect();
            await StateAsync(s => !s.CanWrite);
            _client.Reconnect();
            await StateAsync(s => s.CanWrite);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(before, _tree.StatOf(Node));
        Assert.Equal(parent, _tree.StatOf("/service/shop/web"));
        Assert.DoesNotContain(_events!.Values, e => e is ServiceEvent.Lost);
    }

    [Fact]
    public async Task A_service_that_goes_down_while_ZooKeeper_is_away_is_taken_out_when_it_is_back()
    {
        StartScripted();
        await AnswerAsync(true, 1);
        await AnswerAsync(true, 2);
        await StateAsync(s => s.IsRegistered);
        _client.Disconnect();
        for (var round = 1; round <= 3; round++) await AnswerAsync(false, round);
        await StateAsync(s => s.Health == ServiceHealth.Unhealthy);
        Assert.NotNull(_tree.StatOf(Node));
        _client.Reconnect();
        await StateAsync(s => s is { IsRegistered: false, Doing: ServiceStep.None, CanWrite: true });
        Assert.Null(_tree.StatOf(Node));
    }

    [Fact]
    public async Task A_dead_predecessor_is_waited_for_twice_the_sessions_time_then_called_a_stranger()
    {
        var other = new FakeZkClient(_tree, _client.Options);
        other.Expire();
        other.OpenSession();
        await other.CreateAsync(Node, """["10.0.0.5","8080"]"""u8.ToArray(), Protocol.CreateMode.Ephemeral, new ZkCreateOptions { CreateParents = true });
        Start();
        await _events!.WaitForAsync(e => e is ServiceEvent.PredecessorAwaited);
        _time.Advance(_client.Options.SessionTimeout * 2);
        await _events.WaitForAsync(e => e is ServiceEvent.Refused { ErrorId: ServiceErrorIds.NodeTaken });
        _tree.Delete(Node);
        await StateAsync(s => s.IsRegistered);
        other.Dispose();
    }

    [Fact]
    public async Task After_a_failure_it_tries_again_with_growing_pauses_and_at_once_after_a_reconnect()
    {
        _client.Disconnect();
        Start();
        await StateAsync(s => s is { CanWrite: false });
        _client.Reconnect();
        await StateAsync(s => s.IsRegistered);
    }

    [Fact]
    public async Task A_client_that_is_disposed_ends_the_registration()
    {
        Start();
        await StateAsync(s => s.IsRegistered);
        _client.Dispose();
        await _registration!.Completion.WaitAsync(RecorderExtensions.Deadline);
        Assert.Null(await _events!.WaitForEndAsync());
    }

    [Fact]
    public async Task Stopping_while_ZooKeeper_is_away_says_so_in_time_and_the_node_goes_when_it_is_back()
    {
        Start();
        await StateAsync(s => s.IsRegistered);
        _client.Disconnect();
        await StateAsync(s => !s.CanWrite);
        var stopping = _registration!.StopAsync();
        await StateAsync(s => s.IsStopping);
        await _time.WaitForTimersAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(ServiceErrorIds.StopTimeout, (await Assert.ThrowsAsync<ServiceException>(() => stopping)).ErrorId);
        _client.Reconnect();
        await _registration.Completion.WaitAsync(RecorderExtensions.Deadline);
        Assert.Null(_tree.StatOf(Node));
    }

    private void StartScripted() => Start(
        new DelegateProbe("scripted", async token =>
        {
            var answer = new TaskCompletionSource<ProbeResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            _askedAt.Add(_time.GetUtcNow());
            await _asked.Writer.WriteAsync(answer, token);
            return await answer.Task.WaitAsync(token);
        }),
        timeout: TimeSpan.FromDays(30));

    private void Start(ServiceProbe? probe = null, int fall = 3, TimeSpan? timeout = null)
    {
        _registration = ServiceRegistration.Start(_client, new ServiceRegistrationOptions
        {
            Path = "/service/shop/web", Address = "10.0.0.5", Port = 8080, InstanceId = "w1", Probes = probe is null ? [] : [probe], Fall = fall, ProbeTimeout = timeout ?? TimeSpan.FromSeconds(1), TimeProvider = _time,
        });
        _events = _registration.Events.Record();
    }

    /// <summary>Lets time pass until the probe is asked, answers it, and waits until the answer was counted.</summary>
    private async Task AnswerAsync(bool isUp, int streak)
    {
        TaskCompletionSource<ProbeResult>? asked;
        while (!_asked.Reader.TryRead(out asked))
        {
            await _time.WaitForTimersAsync();
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var before = _events!.Values.Count;
        asked.SetResult(new ProbeResult(isUp, ""));
        await _events.WaitAsync(m => m.Skip(before).Any(n => n.Value is ServiceEvent.Probed probed && probed.IsUp == isUp && probed.Streak == streak), $"streak {streak}");
    }

    private Task<ServiceState> StateAsync(Func<ServiceState, bool> wanted) => _registration!.WaitAsync(wanted).WaitAsync(RecorderExtensions.Deadline);
}
