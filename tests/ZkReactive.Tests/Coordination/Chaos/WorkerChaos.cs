using ZkReactive.TestKit.Processes;

namespace ZkReactive.Tests.Coordination.Chaos;

/// <summary>Halts and kills the processes that use recipes, one after the other, until it is stopped.</summary>
internal sealed class WorkerChaos(Func<string, LineProcess> start, int count, Random random, Action<string> tell) : IAsyncDisposable
{
    private readonly LineProcess[] _workers = new LineProcess[count];
    private int _started;

    public async Task StartAsync()
    {
        for (var i = 0; i < count; i++) _workers[i] = Start();
        foreach (var worker in _workers) await worker.HearAsync(RecipeWorkerProcess.Ready);
    }

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await WaitAsync(2, 6);
            var at = random.Next(count);
            if (random.Next(5) == 0)
            {
                tell($"kill worker {at}");
                await _workers[at].DisposeAsync();
                _workers[at] = Start();
                continue;
            }

            tell($"suspend worker {at}");
            await ProcessSignals.SuspendAsync(_workers[at].Id);
            await WaitAsync(0, 7);
            await ProcessSignals.ResumeAsync(_workers[at].Id);
        }
    }

    /// <summary>Lets all of them use everything once more, and end.</summary>
    public async Task FinishAsync()
    {
        foreach (var worker in _workers) await worker.SayAsync(RecipeWorkerProcess.Finish);
        foreach (var worker in _workers)
        {
            await worker.HearAsync(RecipeWorkerProcess.Settled);
            var exit = await worker.ExitAsync();
            if (exit != 0) throw new InvalidOperationException($"A worker ended with {exit}: {worker.Output}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            if (worker is not null) await worker.DisposeAsync();
        }
    }

    private LineProcess Start() => start($"w{++_started}");

    private Task WaitAsync(double least, double most) =>
        Task.Delay(TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least))), TimeProvider.System);
}
