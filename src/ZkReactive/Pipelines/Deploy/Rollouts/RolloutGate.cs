namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// An agent's way through the gate of one rollout: queue, wait for the one before, and, first in the queue, decide and do.
/// </summary>
/// <remarks>
/// Nobody but the first in the queue looks at the rollout's numbers, and he looks again only when a slot is left, the halt
/// changes, or his time has come. All others watch the one before them, and the halt. So what a rollout costs an agent does
/// not depend on how many agents there are.
/// </remarks>
internal sealed class RolloutGate(RolloutPlan plan, string agent, IRolloutStore store, TimeProvider time, Action<RolloutWait> tell)
{
    /// <summary>Timers must not fire before their time because the two clocks count differently.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private RolloutHaltState? _halt;
    private IRolloutSignal? _slots;
    private DateTimeOffset? _lostSince;
    private RolloutWait? _told;

    /// <summary>Returns with a slot, or with the slot's name null where the strategy needs none.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the place in the queue is given up.</exception>
    internal async Task<string?> EnterAsync(Random random, CancellationToken cancellationToken)
    {
        try
        {
            if (plan.Splay > TimeSpan.Zero)
            {
                Tell(RolloutWait.Splay);
                await Task.Delay(random.NextDouble() * plan.Splay, time, cancellationToken).ConfigureAwait(false);
            }

            return plan.IsQueued ? await QueueAsync(cancellationToken).ConfigureAwait(false) : await PassAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await DropAsync(_halt?.Changed).ConfigureAwait(false);
            await DropAsync(_slots).ConfigureAwait(false);
        }
    }

    /// <summary>Without a queue there is only the halt to be obeyed.</summary>
    private async Task<string?> PassAsync(CancellationToken cancellationToken)
    {
        // A watch that nobody needs would have to be taken back.
        if (!await store.IsHaltedAsync(cancellationToken).ConfigureAwait(false)) return null;
        while (await IsHaltedAsync(cancellationToken).ConfigureAwait(false))
        {
            Tell(RolloutWait.Halt);
            await _halt!.Changed.Fired.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private async Task<string?> QueueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var place = await store.JoinAsync(cancellationToken).ConfigureAwait(false);
            var started = new RolloutStart(RolloutStartOutcome.PlaceLost);
            try
            {
                if (await GetFirstAsync(place, cancellationToken).ConfigureAwait(false)) started = await DecideAsync(place, cancellationToken).ConfigureAwait(false);
                if (started.Outcome == RolloutStartOutcome.Started) return started.Slot;
            }
            finally
            {
                if (started.Outcome != RolloutStartOutcome.Started) await store.LeaveAsync(place).ConfigureAwait(false);
            }

            if (started.Outcome == RolloutStartOutcome.Superseded) await OutwaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Waits out of the queue until the manifest is this deploy's again. Mostly its own stream says the same, and the token
    /// fires; but a manifest that was removed may be put back.
    /// </summary>
    private async Task OutwaitAsync(CancellationToken cancellationToken)
    {
        Tell(RolloutWait.Queue);
        while (await store.WatchManifestAsync(cancellationToken).ConfigureAwait(false) is { } changed)
        {
            try
            {
                await changed.Fired.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                await DropAsync(changed).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until nobody is before this agent; false when its place is gone.</summary>
    private async Task<bool> GetFirstAsync(RolloutPlace place, CancellationToken cancellationToken)
    {
        while (true)
        {
            var queue = await store.ReadQueueAsync(place, cancellationToken).ConfigureAwait(false);
            var index = queue.ToList().FindIndex(entry => entry.Name == place.Name);
            if (index <= 0) return index == 0;
            if (await store.WatchPlaceAsync(queue[index - 1], cancellationToken).ConfigureAwait(false) is not { } before) continue;
            try
            {
                while (!before.Fired.IsCompleted)
                {
                    Tell(await IsHaltedAsync(cancellationToken).ConfigureAwait(false) ? RolloutWait.Halt : RolloutWait.Queue);
                    await Task.WhenAny(before.Fired, _halt!.Changed.Fired).WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                await DropAsync(before).ConfigureAwait(false);
            }
        }
    }

    /// <summary>First in the queue: looks, decides and does, until it has a slot or its place is gone.</summary>
    private async Task<RolloutStart> DecideAsync(RolloutPlace place, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The order matters: a halt that is not seen here changes the gate after the numbers were read, or is in them.
            var isHalted = await IsHaltedAsync(cancellationToken).ConfigureAwait(false);
            var numbers = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (isHalted != await IsHaltedAsync(cancellationToken).ConfigureAwait(false)) continue;
            var (move, sight) = await MoveAsync(place, numbers, isHalted, cancellationToken).ConfigureAwait(false);
            _lostSince = move is RolloutMove.Wait { Why: RolloutWait.Lost } ? sight.LostSince ?? sight.Now : null;
            switch (move)
            {
                case RolloutMove.Start:
                    var started = await store.TryStartAsync(place, numbers, cancellationToken).ConfigureAwait(false);
                    if (started.Outcome != RolloutStartOutcome.Changed) return started;
                    break;
                case RolloutMove.Halt halt:
                    await store.TryHaltAsync(numbers.Gate, halt.Reason, cancellationToken).ConfigureAwait(false);
                    break;
                case RolloutMove.Expel expel:
                    await store.ExpelAsync(expel.Slots, cancellationToken).ConfigureAwait(false);
                    break;
                case RolloutMove.BeginSoak:
                    await store.BeginSoakAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case RolloutMove.Wait wait:
                    Tell(wait.Why);
                    await WaitAsync(wait.Until, sight.Now, cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    private async Task<RolloutNumbers> LookAsync(CancellationToken cancellationToken)
    {
        var before = _slots;
        (var numbers, _slots) = await store.ReadNumbersAsync(cancellationToken).ConfigureAwait(false);
        await DropAsync(before).ConfigureAwait(false);
        return numbers;
    }

    /// <summary>Decides; reads what is seldom needed only when the decision hangs on it.</summary>
    private async Task<(RolloutMove Move, RolloutSight Sight)> MoveAsync(RolloutPlace place, RolloutNumbers numbers, bool isHalted, CancellationToken cancellationToken)
    {
        var sight = new RolloutSight
        {
            Gate = numbers.Gate,
            Running = numbers.Running,
            // What this agent came to before is taken back as it starts anew.
            Started = numbers.Started - (place is { HasStarted: true, IsReturning: false } ? 1 : 0),
            Succeeded = numbers.Succeeded - (place.HasSucceeded ? 1 : 0),
            Failed = numbers.Failed - (place.HasFailed ? 1 : 0),
            IsHalted = isHalted,
            LostSince = _lostSince,
            Agent = agent,
            IsReturning = place.IsReturning,
            Now = store.Now,
        };
        while (true)
        {
            switch (RolloutDecider.Decide(plan, sight))
            {
                case RolloutMove.ReadForgiven:
                    sight = sight with { Forgiven = await store.ReadForgivenAsync(cancellationToken).ConfigureAwait(false) };
                    break;
                case RolloutMove.ReadSoak:
                    sight = sight with { SoakSince = await store.ReadSoakAsync(cancellationToken).ConfigureAwait(false), IsSoakRead = true };
                    break;
                case var move:
                    return (move, sight);
            }
        }
    }

    private async Task WaitAsync(DateTimeOffset? until, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var change = Task.WhenAny(_slots!.Fired, _halt!.Changed.Fired);
        if (until is not { } end)
        {
            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var isTime = new TaskCompletionSource();
        using var timer = time.CreateTimer(static source => ((TaskCompletionSource)source!).TrySetResult(), isTime, end > now ? end - now + Tick : Tick, Timeout.InfiniteTimeSpan);
        await Task.WhenAny(change, isTime.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks ZooKeeper only when the last answer may have changed.</summary>
    private async Task<bool> IsHaltedAsync(CancellationToken cancellationToken)
    {
        if (_halt is null || _halt.Changed.Fired.IsCompleted) _halt = await store.WatchHaltAsync(cancellationToken).ConfigureAwait(false);
        return _halt.IsHalted;
    }

    private void Tell(RolloutWait wait)
    {
        if (_told == wait) return;
        _told = wait;
        tell(wait);
    }

    private static ValueTask DropAsync(IRolloutSignal? signal) => signal?.DisposeAsync() ?? ValueTask.CompletedTask;
}
