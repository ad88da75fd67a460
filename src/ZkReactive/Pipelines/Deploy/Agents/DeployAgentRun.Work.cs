using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Effects;

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
        _stopWork?.Dispose();
        _stopWork = new CancellationTokenSource();

        // Resumed work may go by the id of a deploy that is no longer in the manifest but asks for the same.
        var ticket = _tickets.TryGetValue(deployId, out var own) && own.Manifest is not null ? own : _tickets[_state.SeenDeployId!];
        var order = new DeployOrder(deployId, ticket.Manifest!, ticket.Zxid);
        var plan = new Plan(order, work, _state.LastGood, _state.HasFinished(deployId, order.Manifest));
        var stop = _stopWork.Token;
        _working = Task.Run(() => DoWorkAsync(plan, stop), CancellationToken.None);
    }

    /// <summary>Never throws: whatever happens becomes a command.</summary>
    private async Task DoWorkAsync(Plan plan, CancellationToken stop)
    {
        var (deployId, manifest) = (plan.Order.DeployId, plan.Order.Manifest);
        try
        {
            if (plan.Work.Returning is { } unfinished)
            {
                await ReturnAsync(plan, unfinished).ConfigureAwait(false);
                return;
            }

            await EnterGateAsync(plan, stop).ConfigureAwait(false);
            var done = await _worker.RunAsync(plan.Order, step => EnterAsync(plan, step, stop), stop).ConfigureAwait(false);
            if (await RefusalAsync(plan, done, stop).ConfigureAwait(false) is { } refusal)
            {
                await HandOverAsync(token => HandleAsync(new DeployCommand.ReturnWork(Now, deployId, refusal), token), stop).ConfigureAwait(false);
                await ReturnAsync(plan, refusal).ConfigureAwait(false);
                return;
            }

            _worker.Keep(plan.Order);
            Post(new DeployCommand.FinishWork(Now, deployId, done.CommitId, done.IsClean, done.IsChanged));
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
        if (_options.Gate is not { } gate) return;
        var order = plan.Order;
        var pass = await gate.EnterAsync(new(_options.Path, _options.AgentId, order.DeployId, order.Manifest, order.Zxid, plan.IsFinished), stop).ConfigureAwait(false);
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
        if (_options.Acceptance is not { } acceptance || (plan.IsFinished && !done.IsChanged)) return null;
        try
        {
            var target = DeployTarget.Resolve(_options.Root, plan.Order.Manifest.RelativePath).Location;
            await acceptance.AcceptAsync(new(_options.AgentId, plan.Order.DeployId, plan.Order.Manifest, target, plan.Previous, done.IsChanged), stop).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !stop.IsCancellationRequested)
        {
            return ErrorOf(e, plan.Order.DeployId);
        }
    }

    /// <summary>Brings back what ran before. Not stopped by a newer manifest: its work begins on what stands then.</summary>
    private async Task ReturnAsync(Plan plan, DeployError refusal)
    {
        var error = refusal;
        try
        {
            if (plan.Previous is { } previous) await _worker.ReturnAsync(plan.Order.Manifest, previous).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            var why = ErrorOf(e, plan.Order.DeployId);
            error = refusal with { Message = $"{refusal.Message} And what ran before could not be brought back: [{why.Id}] {why.Message}" };
        }

        await FailAsync(plan, error).ConfigureAwait(false);
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
