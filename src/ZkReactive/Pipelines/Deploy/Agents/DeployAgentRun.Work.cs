using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <content>The work under way.</content>
internal sealed partial class DeployAgentRun
{
    /// <summary>Passes of the gate by deploy id, kept until the deploy's result is known to ZooKeeper.</summary>
    private readonly Dictionary<string, IAsyncDisposable> _passes = new(StringComparer.Ordinal);

    private Task _working = Task.CompletedTask;
    private CancellationTokenSource? _stopWork;
    private ITimer? _retryTimer;

    private void Begin(string deployId)
    {
        if (_isClosing || _state.Current is not { } work) return;
        // Of work that has ended there is only the tidying left, which can wait.
        _stopWork?.Cancel();
        _stopWork?.Dispose();
        _stopWork = new CancellationTokenSource();

        // Resumed work may go by the id of a deploy that is no longer in the manifest but asks for the same.
        var ticket = _tickets.TryGetValue(deployId, out var own) && own.Manifest is not null ? own : _tickets[_state.SeenDeployId!];
        var order = new DeployOrder(deployId, ticket.Manifest!, ticket.Zxid);
        var plan = new Plan(order, work, _state.LastGood, _state.HasFinished(deployId, order.Manifest));
        var stop = _stopWork.Token;
        var before = _working;
        _working = Task.Run(
            async () =>
            {
                await before.ConfigureAwait(false);
                await DoWorkAsync(plan, stop).ConfigureAwait(false);
            },
            CancellationToken.None);
    }

    /// <summary>Never throws: whatever happens becomes a command.</summary>
    private async Task DoWorkAsync(Plan plan, CancellationToken stop)
    {
        var (deployId, manifest) = (plan.Order.DeployId, plan.Order.Manifest);
        var timeout = RolloutPlan.Of(manifest.Strategy).Timeout;
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            if (plan.Work.Returning is { } unfinished)
            {
                await ReturnAsync(plan, unfinished, stop).ConfigureAwait(false);
                return;
            }

            await EnterGateAsync(plan, stop).ConfigureAwait(false);
            // Not before it was let in: others' time is not its own.
            if (timeout is { } allowed) limit.CancelAfter(allowed);
            var done = await _worker.RunAsync(plan.Order, step => EnterAsync(plan, step, either.Token), either.Token).ConfigureAwait(false);
            if (await RefusalAsync(plan, done, either.Token).ConfigureAwait(false) is { } refusal)
            {
                stop.ThrowIfCancellationRequested();
                await ReturnFromAsync(plan, limit.IsCancellationRequested ? TimedOut(timeout) : refusal, stop).ConfigureAwait(false);
                return;
            }

            _worker.Keep(plan.Order);
            Post(new DeployCommand.FinishWork(Now, deployId, done.CommitId, done.IsClean, done.IsChanged));
            await _worker.TidyAsync(plan.Order, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // In release mode nothing was switched yet; in place the tree may be half of each.
            if (manifest.Mode == DeployMode.InPlace) await ReturnFromAsync(plan, TimedOut(timeout), stop).ConfigureAwait(false);
            else await FailAsync(plan, TimedOut(timeout)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            var tree = await _worker.ReadAsync(manifest.RelativePath).ConfigureAwait(false);
            Post(new DeployCommand.StopWork(Now, deployId, tree.CommitId, tree.CommitId is null ? null : tree.IsClean));
        }
        catch (Exception e)
        {
            await FailAsync(plan, ErrorOf(e, deployId)).ConfigureAwait(false);
        }
    }

    private async Task EnterGateAsync(Plan plan, CancellationToken stop)
    {
        var order = plan.Order;
        var request = new DeployGateRequest(_options.Path, _options.AgentId, order.DeployId, order.Manifest, order.Zxid, plan.IsFinished)
        {
            IsTriedAgain = _options.Retry is not null && plan.Work.Attempt == 1,
            Progress = new StepProgress(step => Post(new DeployCommand.ReachStep(Now, order.DeployId, step))),
        };
        var pass = await _gate.EnterAsync(request, stop).ConfigureAwait(false);
        await HandOverAsync(
            async token =>
            {
                await LeaveAsync(order.DeployId).ConfigureAwait(false);
                _passes[order.DeployId] = pass;
                await HandleAsync(new DeployCommand.AdmitWork(Now, order.DeployId), token).ConfigureAwait(false);
            },
            CancellationToken.None).WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>
    /// Journals that a step begins. Before the one that changes the target the manifest is read again, from the leader: an
    /// agent that was paused may have missed a newer deploy, and what it does not know it must not overwrite. Without
    /// ZooKeeper it waits here, and what runs runs on.
    /// </summary>
    private async Task EnterAsync(Plan plan, DeployAgentState step, CancellationToken stop)
    {
        var deployId = plan.Order.DeployId;
        if (step == (plan.Order.Manifest.Mode == DeployMode.Release ? DeployAgentState.Switching : DeployAgentState.CheckingOut))
        {
            var known = _state.SeenZxid;
            DeployTicket? ticket = null;
            await _patience.RunAsync(async token => ticket = await ReadAsync(token).ConfigureAwait(false), stop).ConfigureAwait(false);
            await HandOverAsync(token => HandleAsync(Read(ticket, known), token), stop).ConfigureAwait(false);
        }

        await HandOverAsync(token => HandleAsync(new DeployCommand.ReachStep(Now, deployId, step), token), stop).ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
    }

    private async Task<DeployError?> RefusalAsync(Plan plan, DeployWorkResult done, CancellationToken stop)
    {
        if (plan.IsFinished && !done.IsChanged) return null;
        try
        {
            if (plan.Order.Manifest is { PostDeploy: null, HealthCheck: null } && _options.Acceptance is null) return null;
            await HandOverAsync(token => HandleAsync(new DeployCommand.ReachStep(Now, plan.Order.DeployId, DeployAgentState.Checking), token), stop).ConfigureAwait(false);
            await _acceptance.AcceptAsync(Acceptance(plan, done.IsChanged), stop).ConfigureAwait(false);
            return null;
        }
        catch (Exception e)
        {
            // Stopped, or out of time: the caller knows which.
            return e is OperationCanceledException && stop.IsCancellationRequested ? new(DeployErrorIds.TimedOut, "") : ErrorOf(e, plan.Order.DeployId);
        }
    }

    private DeployAcceptanceRequest Acceptance(Plan plan, bool isChanged)
    {
        var target = DeployTarget.Resolve(_options.Root, plan.Order.Manifest.RelativePath).Location;
        return new(_options.AgentId, plan.Order.DeployId, plan.Order.Manifest, target, plan.Previous, isChanged);
    }

    private static DeployError TimedOut(TimeSpan? allowed) =>
        new(DeployErrorIds.TimedOut, $"The deploy took longer than the {allowed} that its strategy allows an agent.");

    private async Task ReturnFromAsync(Plan plan, DeployError why, CancellationToken stop)
    {
        await HandOverAsync(token => HandleAsync(new DeployCommand.ReturnWork(Now, plan.Order.DeployId, why), token), stop).ConfigureAwait(false);
        await ReturnAsync(plan, why, stop).ConfigureAwait(false);
    }

    /// <summary>Brings back what ran before. Not stopped by a newer manifest: its work begins on what stands then.</summary>
    private async Task ReturnAsync(Plan plan, DeployError refusal, CancellationToken stop)
    {
        var error = refusal;
        try
        {
            if (plan.Previous is { } previous)
            {
                await _worker.ReturnAsync(plan.Order.Manifest, previous).ConfigureAwait(false);
                error = refusal with { Message = await OutcomeOfReturnAsync(plan, previous, refusal.Message, stop).ConfigureAwait(false) };
            }
        }
        catch (Exception e)
        {
            var why = ErrorOf(e, plan.Order.DeployId);
            error = refusal with { Message = $"{refusal.Message} And what ran before could not be brought back: [{why.Id}] {why.Message}" };
        }

        await FailAsync(plan, error).ConfigureAwait(false);
    }

    /// <summary>Asks git whether what ran before is back, and lets those know who were told of what was refused.</summary>
    private async Task<string> OutcomeOfReturnAsync(Plan plan, DeployFinished previous, string refusal, CancellationToken stop)
    {
        var tree = await _worker.ReadAsync(plan.Order.Manifest.RelativePath).ConfigureAwait(false);
        if (!tree.IsAt(previous.CommitId)) return $"{refusal} What ran before, {previous.CommitId}, could not be brought back.";
        try
        {
            await _acceptance.ReturnedAsync(Acceptance(plan, isChanged: true), stop).ConfigureAwait(false);
            return $"{refusal} What ran before, {previous.CommitId}, was brought back.";
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            var why = ErrorOf(e, plan.Order.DeployId);
            return $"{refusal} What ran before, {previous.CommitId}, was brought back, but: [{why.Id}] {why.Message}";
        }
        catch (OperationCanceledException)
        {
            return $"{refusal} What ran before, {previous.CommitId}, was brought back.";
        }
    }

    private async Task FailAsync(Plan plan, DeployError error)
    {
        var tree = await _worker.ReadAsync(plan.Order.Manifest.RelativePath).ConfigureAwait(false);
        TimeSpan? pause = _options.Retry is { } policy && DeployRetryPolicy.IsTransient(error.Id) ? policy.PauseAfter(plan.Work.Attempt, Random.Shared.NextDouble()) : null;
        Post(new DeployCommand.FailWork(Now, plan.Order.DeployId, error, tree.CommitId, pause));
    }

    private DeployError ErrorOf(Exception e, string deployId)
    {
        switch (e)
        {
            case DeployWorkException known:
                return new(known.ErrorId, known.Message);
            case ZkException known:
                return new(known.ErrorId, known.Message);
            default:
                LogUnexpected(e, deployId);
                return new(DeployErrorIds.Unexpected, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private void ScheduleRetry(DeployEvent.RetryScheduled retry)
    {
        _retryTimer?.Dispose();
        var pause = retry.DueAt - Now;
        _retryTimer = _options.TimeProvider.CreateTimer(
            _ => Post(new DeployCommand.RetryDeploy(Now, retry.DeployId)), null, pause > TimeSpan.Zero ? pause : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives back what the gate gave; to be called when nothing is under way.</summary>
    internal async Task LeavePassesAsync()
    {
        foreach (var deployId in _passes.Keys.ToList()) await LeaveAsync(deployId).ConfigureAwait(false);
    }

    private async Task LeaveAsync(string deployId)
    {
        if (_passes.Remove(deployId, out var pass)) await LeaveAsync(pass).ConfigureAwait(false);
    }

    private async Task LeaveAsync(IAsyncDisposable pass)
    {
        try
        {
            await pass.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            LogPass(e);
        }
    }

    private sealed class StepProgress(Action<DeployAgentState> report) : IProgress<DeployAgentState>
    {
        public void Report(DeployAgentState value) => report(value);
    }

    /// <param name="Order">What is to be done on disk.</param>
    /// <param name="Work">The work as it stood when it began.</param>
    /// <param name="Previous">What to return to.</param>
    /// <param name="IsFinished">Whether this very deploy has succeeded before.</param>
    private sealed record Plan(DeployOrder Order, DeployWork Work, DeployFinished? Previous, bool IsFinished);

    [LoggerMessage(5140, LogLevel.Error, "Deploy {DeployId} failed for an unforeseen reason")]
    private partial void LogUnexpected(Exception exception, string deployId);

    [LoggerMessage(5143, LogLevel.Error, "The gate's pass could not be given back")]
    private partial void LogPass(Exception exception);
}
