using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>
/// One agent's view of <see cref="ModelZooKeeper"/>. Before and after each call the scheduler may let others go first; a
/// watch's event arrives at any time, but before the answer to any later call, as the client promises.
/// </summary>
internal sealed class ModelRolloutStore : IRolloutStore
{
    private readonly ModelZooKeeper _zooKeeper;
    private readonly TimeProvider _time;
    private readonly Func<Task> _step;
    private readonly string _agent;
    private readonly List<Signal> _armed = [];
    private readonly List<Signal> _undelivered = [];

    public ModelRolloutStore(ModelZooKeeper zooKeeper, TimeProvider time, string agent, int session, Func<Task> step)
    {
        _zooKeeper = zooKeeper;
        _time = time;
        _agent = agent;
        _step = step;
        Session = session;
        _zooKeeper.Changed += OnChanged;
    }

    public int Session { get; private set; }

    public int Requests { get; private set; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public bool HasUndelivered => _undelivered.Count > 0;

    /// <summary>The session has expired; every watch says so, and the next one begins.</summary>
    public void Expire(int next)
    {
        _zooKeeper.Expire(Session);
        Session = next;
        _undelivered.AddRange(_armed);
        _armed.Clear();
    }

    public void Deliver()
    {
        var events = _undelivered.ToList();
        _undelivered.Clear();
        foreach (var signal in events) signal.Fire();
    }

    public void Abandon()
    {
        _zooKeeper.Changed -= OnChanged;
        _armed.Clear();
        _undelivered.Clear();
    }

    public Task<RolloutPlace> JoinAsync(CancellationToken cancellationToken) => CallAsync(() =>
    {
        var hasStarted = _zooKeeper.Started.Contains(_agent);
        var (hasSucceeded, hasFailed) = (_zooKeeper.Succeeded.Contains(_agent), _zooKeeper.Failed.Contains(_agent));
        return new RolloutPlace(_zooKeeper.Join(_agent, hasStarted && !hasSucceeded && !hasFailed, Session), hasStarted, hasSucceeded, hasFailed);
    });

    public Task<IReadOnlyList<RolloutEntryName>> ReadQueueAsync(RolloutPlace place, CancellationToken cancellationToken) => CallAsync<IReadOnlyList<RolloutEntryName>>(() =>
    {
        var queue = RolloutEntryName.Queue(_zooKeeper.Queue);
        if (!queue.Exists(entry => entry.Name == place.Name)) return queue;
        foreach (var old in queue.Where(entry => entry.Agent == _agent && entry.Name != place.Name)) _zooKeeper.Leave(old.Name);
        return RolloutEntryName.Queue(_zooKeeper.Queue);
    });

    public Task<IRolloutSignal?> WatchPlaceAsync(RolloutEntryName entry, CancellationToken cancellationToken) =>
        CallAsync(() => _zooKeeper.Queue.Contains(entry.Name) ? (IRolloutSignal?)Arm("queue/" + entry.Name) : null);

    /// <summary>The model has one manifest, and it stays.</summary>
    public Task<IRolloutSignal?> WatchManifestAsync(CancellationToken cancellationToken) => CallAsync(() => (IRolloutSignal?)null);

    public Task<bool> IsHaltedAsync(CancellationToken cancellationToken) => CallAsync(() => _zooKeeper.Halted is not null);

    public Task<RolloutHaltState> WatchHaltAsync(CancellationToken cancellationToken) => CallAsync(() => new RolloutHaltState(_zooKeeper.Halted is not null, Arm("halt")));

    public async Task<(RolloutNumbers Numbers, IRolloutSignal Slots)> ReadNumbersAsync(CancellationToken cancellationToken)
    {
        // The numbers are read one after the other, and others may change them in between.
        var (first, signal) = await CallAsync(() => (_zooKeeper.Numbers(), (IRolloutSignal)Arm("slots")));
        var succeeded = await CallAsync(() => _zooKeeper.Succeeded.Count);
        var failed = await CallAsync(() => _zooKeeper.Failed.Count);
        var started = await CallAsync(() => _zooKeeper.Started.Count);
        return (first with { Succeeded = succeeded, Failed = failed, Started = started }, signal);
    }

    public Task<int> ReadForgivenAsync(CancellationToken cancellationToken) => CallAsync(() => _zooKeeper.Forgiven);

    public Task<DateTimeOffset?> ReadSoakAsync(CancellationToken cancellationToken) => CallAsync(() => _zooKeeper.Soak);

    public Task BeginSoakAsync(CancellationToken cancellationToken) => CallAsync(() =>
    {
        _zooKeeper.BeginSoak();
        return true;
    });

    public Task<RolloutStart> TryStartAsync(RolloutPlace place, RolloutNumbers seen, CancellationToken cancellationToken) =>
        CallAsync(() => _zooKeeper.Start(place, _agent, Session, seen, Now));

    public Task TryHaltAsync(int gate, string reason, CancellationToken cancellationToken) => CallAsync(() =>
    {
        _zooKeeper.Halt(gate, reason);
        return true;
    });

    public Task ExpelAsync(IReadOnlyList<RolloutSlotName> slots, CancellationToken cancellationToken) => CallAsync(() =>
    {
        foreach (var slot in slots) _zooKeeper.RemoveSlot(slot.Name);
        return true;
    });

    public Task SettleAsync(string? slot, bool? isSuccess, CancellationToken cancellationToken) => CallAsync(() =>
    {
        _zooKeeper.Settle(_agent, slot!, isSuccess!.Value);
        return true;
    });

    public Task LeaveAsync(RolloutPlace place) => CallAsync(() =>
    {
        _zooKeeper.Leave(place.Name);
        return true;
    });

    public async Task<T> CallAsync<T>(Func<T> call)
    {
        Requests++;
        await _step();
        Deliver();
        var answer = call();
        await _step();
        return answer;
    }

    private Signal Arm(string what)
    {
        var signal = new Signal(what);
        _armed.Add(signal);
        return signal;
    }

    private void OnChanged(string what)
    {
        _undelivered.AddRange(_armed.Where(signal => signal.What == what));
        _armed.RemoveAll(signal => signal.What == what);
    }

    private sealed class Signal(string what) : IRolloutSignal
    {
        private readonly TaskCompletionSource _fired = new();

        public string What { get; } = what;

        public Task Fired => _fired.Task;

        public void Fire() => _fired.TrySetResult();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
