using System.Reactive;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Pipelines.Deploy.Agents;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Signing;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>
/// Keeps one directory tree on the commit that the manifest asks for, and says so in ZooKeeper. One run at a time; the
/// state directory is locked while it runs.
/// </summary>
/// <remarks>
/// A deploy costs ZooKeeper a constant number of requests an agent: one read of the manifest, one result, and at most one
/// update of the presence node for each step; the manifest is read again before the step that changes the target.
/// Every decision is in the journal of the state directory before it takes effect. A restarted agent folds the journal, asks
/// git what stands at the target, and finishes or gives up what it was in the middle of; a deploy that is done is not done
/// again, its result is only made good when it is missing. A deploy that failed is tried again at a restart, and, when the
/// cause is one that passes, by itself.
/// </remarks>
public sealed partial class DeployAgent
{
    private static readonly TimeSpan GoodbyeTime = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ResultTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan WatchPause = TimeSpan.FromSeconds(10);

    private readonly IZkClient _client;
    private readonly DeployAgentOptions _options;
    private readonly ILogger _logger;
    private readonly ISubject<DeployEvent> _events = Subject.Synchronize(new Subject<DeployEvent>());

    /// <summary>Makes an agent; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public DeployAgent(IZkClient client, DeployAgentOptions options)
    {
        options.Validate();
        _client = client;
        _options = options.TrustedKeys is not { } keys ? options : options with
        {
            ManifestCheck = new DeployTrustCheck(keys, DeploySigner.ServerPath(client, options.Path), options.StateDirectory, options.ManifestCheck),
        };
        _logger = options.LoggerFactory.CreateLogger<DeployAgent>();
    }

    /// <summary>The agent's id as it stands in ZooKeeper.</summary>
    public string AgentId => _options.AgentId;

    /// <summary>
    /// What the agent sees, decides and does. Hot: begins with the next event; in the order in which things happened; nothing
    /// is merged or repeated; never completes, since an agent can be run again; one at a time, on the agent's own loop, so
    /// observers should be quick; loss, reconnect and expiry of the session show only by what they cause (a later manifest, a
    /// new registration).
    /// </summary>
    public IObservable<DeployEvent> Events => _events.AsObservable();

    /// <summary>
    /// Follows the manifest until cancelled: the normal way for a service. Returns, its presence removed, when
    /// <paramref name="cancellationToken"/> fires; neither failed deploys nor an absent ZooKeeper end it.
    /// </summary>
    /// <exception cref="DeployException">Another agent uses the state directory, or it cannot be made.</exception>
    /// <exception cref="JournalSchemaException">The journal was written by a newer version.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed under it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var directory = await DeployStateDirectory.OpenAsync(_options.StateDirectory, _options.TimeProvider).ConfigureAwait(false);
        var run = new DeployAgentRun(_client, _options, directory, Emit, _logger);
        await using (run.ConfigureAwait(false))
        {
            await run.RecallAsync().ConfigureAwait(false);
            await FollowAsync(run, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the manifest once, makes it so, writes the result and returns: for schedulers. Failed deploys are left to the next run.</summary>
    /// <exception cref="DeployException">Another agent uses the state directory, or it cannot be made.</exception>
    /// <exception cref="JournalSchemaException">The journal was written by a newer version.</exception>
    /// <exception cref="ZkException">ZooKeeper refused or could not be reached.</exception>
    public async Task<DeployAgentReport> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        using var directory = await DeployStateDirectory.OpenAsync(_options.StateDirectory, _options.TimeProvider).ConfigureAwait(false);
        return await RunOnceAsync(directory, handOver: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same in a directory that is open already, handing the session over when told how.</summary>
    internal async Task<DeployAgentReport> RunOnceAsync(DeployStateDirectory directory, SessionHandOver? handOver, CancellationToken cancellationToken)
    {
        var run = new DeployAgentRun(_client, _options with { Retry = null }, directory, Emit, _logger);
        await using (run.ConfigureAwait(false))
        {
            await run.RecallAsync().ConfigureAwait(false);
            return await ReconcileAsync(run, handOver, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(DeployAgentRun run, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var abandon = new CancellationTokenSource();
        var presence = Task.Run(() => run.KeepPresenceAsync(stop.Token), CancellationToken.None);
        var results = Task.Run(() => run.WriteResultsAsync(abandon.Token), CancellationToken.None);
        var isClosed = false;
        using (run.FollowSession())
        using (Manifests().Subscribe(run.Observe, _ => stop.Cancel(), () =>
        {
            isClosed = true;
            stop.Cancel();
        }))
        {
            try
            {
                await run.WorkAsync(isDone: null, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The way it is meant to end.
            }
        }

        await run.CloseAsync(isLast: false).ConfigureAwait(false);
        run.CompleteResults();
        using (_options.TimeProvider.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), abandon, GoodbyeTime, Timeout.InfiniteTimeSpan))
        {
            await QuietlyAsync(results).ConfigureAwait(false);
        }

        await presence.ConfigureAwait(false);
        await run.CloseAsync(isLast: true).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(isClosed && !cancellationToken.IsCancellationRequested, _client);
    }

    private async Task<DeployAgentReport> ReconcileAsync(DeployAgentRun run, SessionHandOver? handOver, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var sessions = run.FollowSession();
        var results = Task.Run(() => run.WriteResultsAsync(stop.Token), CancellationToken.None);
        var presence = Task.Run(() => run.KeepPresenceAsync(stop.Token), CancellationToken.None);
        try
        {
            var ticket = await run.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (handOver?.Arrived() is { } arrived) run.Note(arrived);
            // What was published meanwhile is caught up with before it returns.
            for (DeployTicket? done = null; ; done = ticket, ticket = await run.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (done is not null && ticket?.Zxid == done.Zxid) break;
                run.ObserveConfirmed(ticket);
                await run.WorkAsync(static state => state.IsIdle || state.Phase == DeployAgentState.Halted, cancellationToken).ConfigureAwait(false);
                // Whoever schedules it will ask again.
                if (run.State.Phase == DeployAgentState.Halted) return Report(run);
                if (ticket is null) break;
            }

            using var patience = new CancellationTokenSource(ResultTime, _options.TimeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            try
            {
                await run.WorkAsync(static state => state.IsIdle && state.Unreported.IsEmpty, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new ZkTimeoutException(ResultTime, "a result to be written", $"The deploy is done, but its result could not be written below {_options.Path} within {ResultTime}.");
            }

            return Report(run);
        }
        finally
        {
            // Whoever stops it wants it gone; else the next run goes on where this one ends.
            var leaver = cancellationToken.IsCancellationRequested ? null : handOver;
            if (leaver is not null) run.LeavePresence();
            run.CompleteResults();
            await stop.CancelAsync().ConfigureAwait(false);
            await QuietlyAsync(results).ConfigureAwait(false);
            await presence.ConfigureAwait(false);
            if (leaver is not null)
            {
                await run.LeavePassesAsync().ConfigureAwait(false);
                if (await leaver.LeaveAsync().ConfigureAwait(false) is { } left) run.Note(left);
            }

            await run.CloseAsync(isLast: true).ConfigureAwait(false);
        }
    }

    private IObservable<DeployTicket?> Manifests() => _client.ObserveNode(_options.Path)
        .Select(change => DeployTicket.Read(change.Stat, change.Data))
        .RetryWhen(errors => errors.SelectMany(error =>
        {
            LogBlind(error, _options.Path.Value, WatchPause);
            return Observable.FromAsync(async token =>
            {
                await Task.Delay(WatchPause, _options.TimeProvider, token).ConfigureAwait(false);
                return Unit.Default;
            });
        }));

    private DeployAgentReport Report(DeployAgentRun run)
    {
        var state = run.State;
        var done = run.LastEnd as DeployEvent.DeploySucceeded;
        var failed = run.LastEnd as DeployEvent.DeployFailed;
        return new(
            _options.Path,
            AgentId,
            state.SeenDeployId is null ? DeployAgentState.Pending : state.Phase,
            state.SeenDeployId,
            state.Seen?.CommitId,
            state.Running,
            done?.IsClean,
            done?.IsChanged ?? false,
            done?.Duration ?? failed?.Duration ?? TimeSpan.Zero,
            failed?.Error);
    }

    /// <summary>An observer that throws is its owner's trouble, not the deploy's.</summary>
    private void Emit(DeployEvent @event)
    {
        DeployEventLog.Write(_logger, AgentId, @event);
        try
        {
            _events.OnNext(@event);
        }
        catch (Exception e)
        {
            LogObserver(e);
        }
    }

    private static async Task QuietlyAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // ZooKeeper is away; the result is made good at the next start.
        }
    }

    [LoggerMessage(5141, LogLevel.Error, "The manifest at {Path} cannot be watched; trying again in {Pause}")]
    private partial void LogBlind(Exception exception, string path, TimeSpan pause);

    [LoggerMessage(5142, LogLevel.Error, "An observer of the agent's events failed")]
    private partial void LogObserver(Exception exception);
}
