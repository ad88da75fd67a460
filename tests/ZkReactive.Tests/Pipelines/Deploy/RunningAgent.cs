using System.Collections.Concurrent;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy;

namespace ZkReactive.Tests.Pipelines.Deploy;

/// <summary>An agent that runs, with what it has said so far.</summary>
internal sealed class RunningAgent : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<DeployEvent> _events = new();
    private readonly List<(Func<DeployEvent, bool> Wanted, TaskCompletionSource<DeployEvent> Done)> _waiting = [];
    private readonly Task _running;

    public RunningAgent(IZkClient client, DeployAgentOptions options)
    {
        Client = client;
        Agent = new DeployAgent(client, options);
        Agent.Events.Subscribe(OnEvent);
        _running = Task.Run(() => Agent.RunAsync(_stop.Token));
    }

    public IZkClient Client { get; }

    public DeployAgent Agent { get; }

    public IReadOnlyList<DeployEvent> Events => [.. _events];

    /// <summary>Completes with the first event, past or to come, that is wanted.</summary>
    public async Task<T> SeesAsync<T>(Func<T, bool>? wanted = null)
        where T : DeployEvent
    {
        bool IsWanted(DeployEvent e) => e is T found && (wanted is null || wanted(found));
        var done = new TaskCompletionSource<DeployEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_events.FirstOrDefault(IsWanted) is T past) return past;
            _waiting.Add((IsWanted, done));
        }

        try
        {
            // An agent that has ended says nothing more; if it failed, that is why.
            await Task.WhenAny(done.Task, _running).WaitAsync(DeployFleet.Deadline);
            if (!done.Task.IsCompleted) await _running;
            return (T)await done.Task.WaitAsync(DeployFleet.Deadline);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {typeof(T).Name}. Seen: {string.Join(Environment.NewLine, Events)}");
        }
    }

    /// <summary>Completes when the result of a deploy stands in ZooKeeper.</summary>
    public Task WroteAsync(string deployId) => SeesAsync<DeployEvent.ResultWritten>(e => e.DeployId == deployId);

    /// <summary>Stops the agent cleanly; its client stays.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(DeployFleet.Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Client.DisposeAsync();
        _stop.Dispose();
    }

    private void OnEvent(DeployEvent e)
    {
        List<TaskCompletionSource<DeployEvent>> done;
        lock (_waiting)
        {
            _events.Enqueue(e);
            done = [.. _waiting.Where(waiting => waiting.Wanted(e)).Select(waiting => waiting.Done)];
        }

        foreach (var one in done) one.TrySetResult(e);
    }
}
