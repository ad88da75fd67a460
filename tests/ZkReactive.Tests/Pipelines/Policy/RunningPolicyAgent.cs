using System.Collections.Concurrent;
using ZkReactive.Client;
using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Tests.Pipelines.Policy;

/// <summary>An agent that runs, with what it has told so far.</summary>
internal sealed class RunningPolicyAgent : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<PolicyUpdate> _updates = new();
    private readonly List<(Func<PolicyUpdate, bool> Wanted, TaskCompletionSource<PolicyUpdate> Done)> _waiting = [];
    private readonly Task _running;

    public RunningPolicyAgent(IZkClient client, PolicyAgentOptions options)
    {
        Agent = new PolicyAgent(client, options);
        Agent.Updates.Subscribe(OnUpdate);
        _running = Task.Run(() => Agent.RunAsync(_stop.Token));
    }

    public PolicyAgent Agent { get; }

    public IReadOnlyList<PolicyUpdate> Updates => [.. _updates];

    public Task<PolicyUpdate> AppliesAsync(Func<PolicySet, bool> wanted) => SeesAsync(update => update.Event is PolicyEvent.SetApplied applied && wanted(applied.Set));

    public Task<PolicyUpdate> RejectsAsync() => SeesAsync(update => update.Event is PolicyEvent.SetRejected);

    /// <summary>Completes with the first update, past or to come, that is wanted.</summary>
    public async Task<PolicyUpdate> SeesAsync(Func<PolicyUpdate, bool> wanted)
    {
        var done = new TaskCompletionSource<PolicyUpdate>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            if (_updates.FirstOrDefault(wanted) is { } past) return past;
            _waiting.Add((wanted, done));
        }

        return await done.Task.WaitAsync(Deadline);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running.WaitAsync(Deadline);
        }
        catch (ObjectDisposedException)
        {
            // The test disposed the client first.
        }

        _stop.Dispose();
    }

    private void OnUpdate(PolicyUpdate update)
    {
        lock (_waiting)
        {
            _updates.Enqueue(update);
            foreach (var (wanted, done) in _waiting)
            {
                if (wanted(update)) done.TrySetResult(update);
            }
        }
    }
}
