using System.Runtime.ExceptionServices;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>One agent of a <see cref="ModelFleet"/>: it moves only when the scheduler lets it.</summary>
internal sealed class ModelAgent(string id)
{
    private readonly List<TaskCompletionSource> _steps = [];
    private ModelRolloutStore? _store;
    private Task _life = Task.CompletedTask;
    private int _lives;

    public string Id { get; } = id;

    public bool IsDead { get; private set; }

    public bool IsDone { get; private set; }

    public bool IsPaused { get; set; }

    public bool IsHanging { get; set; }

    public string? Slot { get; set; }

    public int Session => _store!.Session;

    public int Requests { get; private set; }

    public bool IsReady => !IsDead && !IsPaused && (_steps.Count > 0 || _store?.HasUndelivered == true);

    public void Start(ModelZooKeeper zooKeeper, ManualTimeProvider time, int session, Func<ModelRolloutStore, Task> live)
    {
        (IsDead, IsDone, IsPaused, IsHanging, Slot) = (false, false, false, false, null);
        var life = ++_lives;
        _store = new ModelRolloutStore(zooKeeper, time, Id, session, () => StepAsync(life));
        _life = live(_store);
    }

    /// <summary>Lets the scheduler choose when to go on.</summary>
    public Task StepAsync() => StepAsync(_lives);

    /// <summary>Goes on by one step, or hears of one change.</summary>
    public void Move(Random random)
    {
        if (_store!.HasUndelivered && (_steps.Count == 0 || random.Next(2) == 0))
        {
            _store.Deliver();
            return;
        }

        if (_steps.Count == 0) return;
        var step = _steps[0];
        _steps.RemoveAt(0);
        step.SetResult();
        Requests = _store.Requests;
    }

    public void Kill()
    {
        IsDead = true;
        _lives++;
        _steps.Clear();
        _store!.Abandon();
    }

    public void Expire(int next) => _store!.Expire(next);

    public void Finished()
    {
        (IsDead, IsDone) = (false, true);
        _store?.Abandon();
    }

    public void Rethrow()
    {
        if (_life.Exception is { } failed && !IsDead) ExceptionDispatchInfo.Throw(failed.InnerException!);
    }

    /// <summary>Nothing of a life that has ended goes on.</summary>
    private Task StepAsync(int life)
    {
        var step = new TaskCompletionSource();
        if (life == _lives) _steps.Add(step);
        return step.Task;
    }
}
