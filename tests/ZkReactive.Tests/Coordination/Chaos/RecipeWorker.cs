using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination;
using ZkReactive.Coordination.Counters;
using ZkReactive.Coordination.Elections;
using ZkReactive.Coordination.Locks;
using ZkReactive.Coordination.Queues;
using ZkReactive.Protocol;
using ZkReactive.Tests.Coordination.History;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Uses one lock, election, counter and queue over and over with one client, and notes it.</summary>
internal sealed class RecipeWorker : IAsyncDisposable
{
    public static readonly ZkPath Lock = ZkPath.Parse("/chaos/lock");
    public static readonly ZkPath Election = ZkPath.Parse("/chaos/election");
    public static readonly ZkPath Counter = ZkPath.Parse("/chaos/counter");
    public static readonly ZkPath Queue = ZkPath.Parse("/chaos/queue");
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(4);

    private readonly IZkClient _client;
    private readonly HistoryWriter _history;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _using;
    private readonly Task _taking;
    private readonly Task _watching;
    private volatile bool _isFinishing;

    private RecipeWorker(IZkClient client, HistoryWriter history, bool isLockOnly)
    {
        _client = client;
        _history = history;
        _watching = StallWatch.RunAsync(history, _stop.Token);
        _using = isLockOnly
            ? [LoopAsync(LockOnceAsync)]
            : [LoopAsync(LockOnceAsync), LoopAsync(LeadOnceAsync), LoopAsync(CountOnceAsync), LoopAsync(PutOnceAsync)];
        _taking = isLockOnly ? Task.CompletedTask : TakeAsync(_client, _history, _stop.Token);
    }

    public static async Task<RecipeWorker> StartAsync(string connectString, HistoryWriter history, bool isLockOnly) =>
        new(await ConnectAsync(connectString), history, isLockOnly);

    public static Task<IZkClient> ConnectAsync(string connectString) => ZkClient.ConnectAsync(new ZkClientOptions
    {
        ConnectString = connectString, SessionTimeout = SessionTimeout, ConnectTimeout = TimeSpan.FromSeconds(60),
    });

    /// <summary>Uses everything once more, from now on, and stops.</summary>
    public async Task SettleAsync()
    {
        _isFinishing = true;
        await Task.WhenAll(_using);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _taking;
        await _watching;
        await _client.DisposeAsync();
    }

    /// <summary>Takes and completes items until it is cancelled.</summary>
    public static async Task TakeAsync(IZkClient client, HistoryWriter history, CancellationToken cancellationToken)
    {
        var queue = new ZkQueue(client, Queue);
        try
        {
            while (true)
            {
                await using var item = await queue.TakeAsync(cancellationToken);
                await PauseAsync(cancellationToken);

                // Now and then it gives one back.
                if (Random.Shared.Next(8) == 0) continue;
                await CompleteAsync(item, history);
            }
        }
        catch (OperationCanceledException)
        {
            // Over.
        }
    }

    private static async Task CompleteAsync(ZkQueueItem item, HistoryWriter history)
    {
        var id = Encoding.UTF8.GetString(item.Data.Span);
        history.Note(Queue.Value, HistoryKind.CompleteAsked, id);
        var outcome = HistoryOutcome.Done;
        try
        {
            await item.CompleteAsync();
        }
        catch (CoordinationException e) when (e.ErrorId == CoordinationErrorIds.ClaimLost)
        {
            outcome = HistoryOutcome.Refused;
        }
        catch (ConnectionLossException)
        {
            outcome = HistoryOutcome.Unknown;
        }

        history.Note(Queue.Value, HistoryKind.CompleteDone, id, outcome: outcome);
    }

    private async Task LoopAsync(Func<Task> useOnceAsync)
    {
        for (var isLast = false; !isLast;)
        {
            isLast = _isFinishing;
            await useOnceAsync();
            await PauseAsync(CancellationToken.None);
        }
    }

    private async Task LockOnceAsync()
    {
        var id = _history.NewId("lock");
        _history.Note(Lock.Value, HistoryKind.HoldAsked, id);
        await using var held = await new ZkMutex(_client, Lock).AcquireAsync();
        await HoldAsync(Lock, id, held, rounds: 10, held.Lost);
    }

    private async Task LeadOnceAsync()
    {
        var id = _history.NewId("leader");
        _history.Note(Election.Value, HistoryKind.HoldAsked, id);
        await new ZkElection(_client, Election).RunAsync((leadership, cancellationToken) =>
        {
            var term = id;

            // It may lead again after it was lost: another term, asked for somewhere in between.
            id = _history.NewId("leader");

            // Now and then longer than a session lives without its server.
            return HoldAsync(Election, term, leadership, rounds: Random.Shared.Next(4) == 0 ? 300 : 20, cancellationToken);
        }, CancellationToken.None);
    }

    private async Task HoldAsync(ZkPath resource, string id, ZkLockHandle held, int rounds, CancellationToken cancellationToken)
    {
        _history.Note(resource.Value, HistoryKind.HoldTaken, id, held.FencingToken.Value);
        for (var round = 0; round < rounds; round++)
        {
            // The time before the look: whatever happens between the two, it was still trusted then.
            var at = HistoryWriter.Now;
            if (!held.IsHeld) return;
            _history.Note(resource.Value, HistoryKind.HoldTrusted, id, at: at);
            await PauseAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CountOnceAsync()
    {
        var id = _history.NewId("step");
        _history.Note(Counter.Value, HistoryKind.StepAsked, id);
        await using var counter = new ZkCounter(_client, Counter);
        try
        {
            _history.Note(Counter.Value, HistoryKind.StepDone, id, await counter.AddAsync(1), HistoryOutcome.Done);
        }
        catch (ConnectionLossException)
        {
            _history.Note(Counter.Value, HistoryKind.StepDone, id);
        }
    }

    private async Task PutOnceAsync()
    {
        // Slower than the takers, so that the queue stays short.
        await PauseAsync(CancellationToken.None);
        var id = _history.NewId("item");
        _history.Note(Queue.Value, HistoryKind.PutAsked, id);
        try
        {
            await new ZkQueue(_client, Queue).PutAsync(Encoding.UTF8.GetBytes(id));
            _history.Note(Queue.Value, HistoryKind.PutDone, id, outcome: HistoryOutcome.Done);
        }
        catch (ConnectionLossException)
        {
            _history.Note(Queue.Value, HistoryKind.PutDone, id);
        }
    }

    private static Task PauseAsync(CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 30)), TimeProvider.System, cancellationToken);
}
