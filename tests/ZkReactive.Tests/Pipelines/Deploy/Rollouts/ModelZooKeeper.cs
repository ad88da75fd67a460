using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>What a rollout keeps in ZooKeeper, as plain fields. Every method is one transaction, and checks what must hold after it.</summary>
internal sealed class ModelZooKeeper(RolloutPlan plan, TimeProvider time)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _queue = new(StringComparer.Ordinal);
    private DateTimeOffset? _canariesDone;
    private int _counter;

    public event Action<string>? Changed;

    public HashSet<string> Started { get; } = [];

    public HashSet<string> Succeeded { get; } = [];

    public HashSet<string> Failed { get; } = [];

    public int Gate { get; private set; }

    public string? Halted { get; private set; }

    public int Forgiven { get; private set; }

    public DateTimeOffset? Soak { get; private set; }

    public int MostRunning { get; private set; }

    public IEnumerable<string> Slots => _slots.Keys;

    public IEnumerable<string> Queue => _queue.Keys;

    public string Join(string agent, bool isReturning, int session)
    {
        var name = RolloutEntryName.Prefix(agent, isReturning) + $"{_counter++:D10}";
        _queue.Add(name, session);
        return name;
    }

    public void Leave(string place)
    {
        if (_queue.Remove(place)) Changed?.Invoke("queue/" + place);
    }

    public RolloutStart Start(RolloutPlace place, string agent, int session, RolloutNumbers seen, DateTimeOffset now)
    {
        if (seen.Gate != Gate) return new(RolloutStartOutcome.Changed);
        if (!_queue.ContainsKey(place.Name)) return new(RolloutStartOutcome.PlaceLost);
        if (place.HasStarted != Started.Contains(agent) || place.HasSucceeded != Succeeded.Contains(agent) || place.HasFailed != Failed.Contains(agent)) return new(RolloutStartOutcome.PlaceLost);
        foreach (var own in seen.Running.Where(slot => slot.Agent == agent)) RemoveSlot(own.Name);
        CheckMayStart();
        var name = RolloutSlotName.Prefix(agent, now) + $"{_counter++:D10}";
        _slots.Add(name, session);
        Started.Add(agent);
        Succeeded.Remove(agent);
        Failed.Remove(agent);
        Gate++;
        Leave(place.Name);
        MostRunning = Math.Max(MostRunning, _slots.Count);
        Assert.True(_slots.Count <= plan.BatchSize, "more than a batch at work");
        Changed?.Invoke("slots");
        return new(RolloutStartOutcome.Started, name);
    }

    public void Settle(string agent, string slot, bool isSuccess)
    {
        (isSuccess ? Succeeded : Failed).Add(agent);
        if (!isSuccess || !_slots.ContainsKey(slot)) Gate++;
        if (Succeeded.Count >= plan.Canaries) _canariesDone ??= time.GetUtcNow();
        RemoveSlot(slot);
    }

    public void RemoveSlot(string slot)
    {
        if (_slots.Remove(slot)) Changed?.Invoke("slots");
    }

    public void Halt(int? gate, string reason)
    {
        if (Halted is not null || (gate is { } seen && seen != Gate)) return;
        Halted = reason;
        Gate++;
        Changed?.Invoke("halt");
    }

    public void Resume()
    {
        Halted = null;
        Forgiven = Failed.Count + Math.Max(0, Started.Count - Succeeded.Count - Failed.Count - _slots.Count);
        Gate++;
        Changed?.Invoke("halt");
    }

    public void BeginSoak() => Soak ??= time.GetUtcNow();

    public void Expire(int session)
    {
        foreach (var place in _queue.Where(pair => pair.Value == session).Select(pair => pair.Key).ToList()) Leave(place);
        foreach (var slot in _slots.Where(pair => pair.Value == session).Select(pair => pair.Key).ToList()) RemoveSlot(slot);
    }

    public RolloutNumbers Numbers() => new(Gate, [.. _slots.Keys.Select(name => RolloutSlotName.TryParse(name)!)], Started.Count, Succeeded.Count, Failed.Count);

    /// <summary>Told by what is true, not by what an agent has seen.</summary>
    private void CheckMayStart()
    {
        Assert.Null(Halted);
        var good = Succeeded.Count;
        if (plan.MaxFailures is { } limit) Assert.True(Failed.Count - Forgiven <= limit, "started after too many failures");
        if (good < plan.Canaries) Assert.True(good + _slots.Count < plan.Canaries, "more than the canaries before they were through");
        if (_canariesDone is { } done && good >= plan.Canaries && plan.Canaries > 0) Assert.True(time.GetUtcNow() - done >= plan.Soak, "started in the soak time");
    }
}
