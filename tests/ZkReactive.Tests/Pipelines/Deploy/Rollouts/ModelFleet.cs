using System.Globalization;
using ZkReactive.Pipelines.Deploy.Rollouts;
using ZkReactive.TestKit.Time;

namespace ZkReactive.Tests.Pipelines.Deploy.Rollouts;

/// <summary>
/// A fleet in one thread: the real gate, on a model of ZooKeeper, with every call of every agent put in an order that a seed
/// chooses, and agents killed, restarted, paused and cut off between any two of them.
/// </summary>
internal sealed class ModelFleet
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();
    private readonly List<ModelAgent> _agents = [];
    private readonly RolloutPlan _plan;
    private readonly ModelTroubles _troubles;
    private readonly Random _random;
    private int _sessions;

    public ModelFleet(int agents, RolloutPlan plan, ModelTroubles troubles, int seed)
    {
        _plan = plan;
        _troubles = troubles;
        _random = new Random(seed);
        ZooKeeper = new ModelZooKeeper(plan, _time);
        for (var i = 0; i < agents; i++) _agents.Add(new ModelAgent("a-" + i.ToString(CultureInfo.InvariantCulture)));
    }

    public ModelZooKeeper ZooKeeper { get; }

    public int MostRequests => _agents.Max(agent => agent.Requests);

    public int Deaths { get; private set; }

    public IEnumerable<string> Dead => _agents.Where(agent => agent.IsDead).Select(agent => agent.Id);

    /// <summary>Runs until nothing moves any more; true when every living agent has a result, false when the rollout stays halted.</summary>
    public bool Run()
    {
        foreach (var agent in _agents) Boot(agent);
        for (var resumes = 0; ; resumes++)
        {
            if (RunUntilHalted()) return true;
            if (resumes == _troubles.Resumes) return false;
            ZooKeeper.Resume();
        }
    }

    private bool RunUntilHalted()
    {
        for (var moves = 0; ; moves++)
        {
            Assert.True(moves < 400_000, $"it never ends; waiting: {string.Join(", ", ZooKeeper.Queue)}, at work: {string.Join(", ", ZooKeeper.Slots)}, halted: {ZooKeeper.Halted}");
            foreach (var agent in _agents) agent.Rethrow();
            Trouble(moves);
            var ready = _agents.Where(agent => agent.IsReady).ToList();
            if (ready.Count > 0)
            {
                ready[_random.Next(ready.Count)].Move(_random);
                continue;
            }

            if (_agents.TrueForAll(agent => agent.IsDead || agent.IsDone)) return true;
            if (_agents.Exists(agent => agent.IsPaused)) WakeAll();
            else if (ZooKeeper.Halted is not null && _time.PendingTimers == 0 && !_agents.Exists(agent => agent.IsHanging)) return false;
            else _time.Advance(Second);
        }
    }

    private void Trouble(int moves)
    {
        if (moves > _troubles.Until || _random.NextDouble() >= _troubles.Rate) return;
        var agent = _agents[_random.Next(_agents.Count)];
        if (agent.IsDead) return;
        switch (_random.Next(_troubles.Halts ? 5 : 4))
        {
            case 0 when !agent.IsDone:
                Deaths++;
                var session = agent.Session;
                agent.Kill();
                // A restart may be quicker than the expiry of the old session; some never come back.
                if (_random.Next(2) == 0) ZooKeeper.Expire(session);
                else _time.CreateTimer(_ => ZooKeeper.Expire(session), null, TimeSpan.FromSeconds(_random.Next(1, 20)), Timeout.InfiniteTimeSpan);
                if (_random.NextDouble() < _troubles.Returns) _time.CreateTimer(_ => Boot(agent), null, TimeSpan.FromSeconds(_random.Next(0, 40)), Timeout.InfiniteTimeSpan);
                break;
            case 1:
                agent.IsPaused = true;
                break;
            case 2 when !agent.IsDone:
                agent.Expire(++_sessions);
                break;
            case 3:
                WakeAll();
                break;
            case 4:
                ZooKeeper.Halt(null, "an operator says so");
                break;
        }
    }

    private void WakeAll()
    {
        foreach (var agent in _agents) agent.IsPaused = false;
    }

    private void Boot(ModelAgent agent)
    {
        if (ZooKeeper.Succeeded.Contains(agent.Id))
        {
            agent.Finished();
            return;
        }

        agent.Start(ZooKeeper, _time, ++_sessions, store => LiveAsync(agent, store));
    }

    /// <summary>What an agent does: through the gate, work, result.</summary>
    private async Task LiveAsync(ModelAgent agent, ModelRolloutStore store)
    {
        var slot = await new RolloutGate(_plan, agent.Id, store, _time, _ => { }).EnterAsync(_random, CancellationToken.None);
        agent.Slot = slot;
        await WorkAsync(TimeSpan.FromMilliseconds(_random.Next(5_000)));
        await agent.StepAsync();
        if (_random.NextDouble() < _troubles.Hangs)
        {
            agent.IsHanging = true;
            var expelled = new TaskCompletionSource();
            void Look(string what)
            {
                if (what == "slots" && !ZooKeeper.Slots.Contains(slot)) expelled.TrySetResult();
            }

            // An agent whose own clock fails it: it ends only long after it was expelled, or when all others are through.
            ZooKeeper.Changed += Look;
            using var late = _time.CreateTimer(_ => expelled.TrySetResult(), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
            await expelled.Task;
            ZooKeeper.Changed -= Look;
            agent.IsHanging = false;
            await agent.StepAsync();
        }

        var isGood = _random.NextDouble() >= _troubles.Failures;
        await store.SettleAsync(slot, isGood, CancellationToken.None);
        agent.Finished();
    }

    private async Task WorkAsync(TimeSpan duration)
    {
        var done = new TaskCompletionSource();
        using var timer = _time.CreateTimer(_ => done.TrySetResult(), null, duration, Timeout.InfiniteTimeSpan);
        await done.Task;
    }
}
