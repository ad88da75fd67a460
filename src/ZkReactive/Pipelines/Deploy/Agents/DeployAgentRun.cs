using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Checks;
using ZkReactive.Pipelines.Deploy.Effects;
using ZkReactive.Pipelines.Deploy.Git;
using ZkReactive.Pipelines.Deploy.Recording;
using ZkReactive.Pipelines.Deploy.Rollouts;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>
/// One run of an agent: feeds the decider with what is observed and what comes of the work, journals its events, and then
/// does what they ask for. Everything here happens on one loop; the work on disk and the writing to ZooKeeper run beside it.
/// </summary>
internal sealed partial class DeployAgentRun : IAsyncDisposable
{
    private static readonly TimeSpan JournalPause = TimeSpan.FromSeconds(15);

    private readonly IZkClient _client;
    private readonly DeployAgentOptions _options;
    private readonly DeployStateDirectory _directory;
    private readonly Action<DeployEvent> _emit;
    private readonly ILogger _logger;
    private readonly DeployJournal _journal;
    private readonly DeployWorker _worker;
    private readonly DeployPresence _presence;
    private readonly DeployResults _results;
    private readonly TransientRetry _patience;
    private readonly IDeployGate _gate;
    private readonly IDeployAcceptance _acceptance;
    private readonly string _host = Environment.MachineName;

    /// <summary>What the loop has to do; at most a handful, for there is one piece of work at a time.</summary>
    private readonly ConcurrentQueue<Func<CancellationToken, Task>> _turns = new();

    /// <summary>Says that there is something to do; one such word is enough.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Changed by the loop alone; read by the work beside it.</summary>
    private volatile DeployState _state = DeployState.Empty;
    private ITimer? _journalTimer;
    private bool _isClosing;

    internal DeployAgentRun(IZkClient client, DeployAgentOptions options, DeployStateDirectory directory, Action<DeployEvent> emit, ILogger logger)
    {
        _client = client;
        _options = options;
        _directory = directory;
        _emit = emit;
        _logger = logger;
        _journal = new DeployJournal(options, directory.Location, logger);
        _worker = new DeployWorker(options, directory, logger);
        _state = _state with { Since = Now };
        _presence = new DeployPresence(client, options, directory, Presence(), Note, logger);
        _results = new DeployResults(client, options, Post, logger);
        _patience = new TransientRetry(options.TimeProvider);
        _gate = options.Gate ?? new DeployRolloutGate(client, options, logger);
        _acceptance = options.Acceptance ?? new DeployChecks(options.TimeProvider, logger);
    }

    /// <summary>The last deploy's end; null before the first.</summary>
    internal DeployEvent? LastEnd { get; private set; }

    internal DeployState State => _state;

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>
    /// Folds the journal, and asks git what stands at the target; to be called first. What the agent was in the middle of is
    /// resumed or given up when the manifest is known: without ZooKeeper nobody knows whether it is still wanted.
    /// </summary>
    /// <exception cref="ZkReactive.Journal.JournalSchemaException">The journal was written by a newer version.</exception>
    internal async Task RecallAsync()
    {
        await OrphanedGit.EndAsync(_directory.Location).ConfigureAwait(false);
        _state = await _journal.OpenAsync().ConfigureAwait(false);
        _leftOver = _state.Unreported;
        var recalled = _worker.Recall();
        var last = _state.LastGood ?? recalled;
        if (last is not null) await _worker.RestoreAsync(last).ConfigureAwait(false);
        var path = last?.RelativePath ?? (_state.Current ?? _state.Next)?.Manifest.RelativePath;
        var tree = path is null ? TreeState.None : await _worker.ReadAsync(path).ConfigureAwait(false);
        await HandleAsync(new DeployCommand.StartAgent(Now, tree.CommitId, tree.CommitId is null ? null : tree.IsClean, recalled), CancellationToken.None).ConfigureAwait(false);
        _presence.Update(Presence());
    }

    /// <summary>Keeps the presence node until cancelled.</summary>
    internal Task KeepPresenceAsync(CancellationToken cancellationToken) => _presence.RunAsync(cancellationToken);

    /// <summary>Lets the presence node outlive this run.</summary>
    internal void LeavePresence() => _presence.Leave();

    /// <summary>Writes results until told that there are no more.</summary>
    internal Task WriteResultsAsync(CancellationToken cancellationToken) => _results.RunAsync(cancellationToken);

    /// <summary>Says that no more results will come.</summary>
    internal void CompleteResults() => _results.Complete();

    /// <summary>Works until cancelled, or until the state is as wanted and nothing waits; no git command is left running.</summary>
    internal async Task WorkAsync(Func<DeployState, bool>? isDone, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                if (_turns.TryDequeue(out var turn)) await turn(cancellationToken).ConfigureAwait(false);
                else if (Interlocked.Exchange(ref _observed, null) is { } observation) await LookAsync(observation, cancellationToken).ConfigureAwait(false);
                else if (isDone?.Invoke(_state) == true) return;
                else await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // A scheduled run that has nothing left to do waits for the tidying: else nobody ever would.
            if (_stopWork is not null && (cancellationToken.IsCancellationRequested || !_state.IsIdle)) await _stopWork.CancelAsync().ConfigureAwait(false);
            await _working.ConfigureAwait(false);
        }
    }

    /// <summary>Takes in what came of the work and of the results while the agent was stopping; begins nothing.</summary>
    internal async Task CloseAsync(bool isLast)
    {
        _isClosing = true;
        while (_turns.TryDequeue(out var turn)) await turn(CancellationToken.None).ConfigureAwait(false);
        if (isLast) await HandleAsync(new DeployCommand.Note(new DeployEvent.AgentStopped(Now)), CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _journalTimer?.Dispose();
        _retryTimer?.Dispose();
        _presence.Dispose();
        _stopWork?.Dispose();
        _worker.Dispose();
        await LeavePassesAsync().ConfigureAwait(false);
        await _journal.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Decides, journals what was decided, and only then does it.</summary>
    private async Task HandleAsync(DeployCommand command, CancellationToken cancellationToken)
    {
        var events = DeployDecider.Decide(_state, command);
        if (events.Count == 0) return;
        await _journal.AppendAsync(events).ConfigureAwait(false);
        foreach (var @event in events)
        {
            _state = DeployDecider.Evolve(_state, @event);
            _emit(@event);
            await DoAsync(@event, cancellationToken).ConfigureAwait(false);
        }

        await _journal.KeepAsync(_state).ConfigureAwait(false);
        WatchJournal();
        _presence.Update(Presence());
    }

    private async Task DoAsync(DeployEvent @event, CancellationToken cancellationToken)
    {
        switch (@event)
        {
            case DeployEvent.DeployStarted started:
                Begin(started.DeployId);
                break;
            case DeployEvent.DeployResumed resumed:
                Begin(resumed.DeployId);
                break;
            case DeployEvent.DeploySuperseded superseded:
                if (superseded.DeployId == _state.Stopping && _stopWork is not null) await _stopWork.CancelAsync().ConfigureAwait(false);
                await ReportAsync(superseded.DeployId, cancellationToken).ConfigureAwait(false);
                break;
            case DeployEvent.DeploySucceeded done:
                LastEnd = done;
                await ReportAsync(done.DeployId, cancellationToken).ConfigureAwait(false);
                break;
            case DeployEvent.DeployFailed failed:
                LastEnd = failed;
                await ReportAsync(failed.DeployId, cancellationToken).ConfigureAwait(false);
                break;
            case DeployEvent.RetryScheduled retry:
                ScheduleRetry(retry);
                break;
            // An attempt that has begun meanwhile has a pass of its own.
            case DeployEvent.ResultWritten written when written.DeployId != _state.Current?.DeployId:
                await LeaveAsync(written.DeployId).ConfigureAwait(false);
                break;
            case DeployEvent.ResultRefused refused when refused.DeployId != _state.Current?.DeployId:
                await LeaveAsync(refused.DeployId).ConfigureAwait(false);
                break;
        }
    }

    private ValueTask ReportAsync(string deployId, CancellationToken cancellationToken)
    {
        var report = _state.Unreported.FindLast(report => report.DeployId == deployId);
        return report is null ? ValueTask.CompletedTask : ReportAsync(report, cancellationToken);
    }

    private ValueTask ReportAsync(DeployReport report, CancellationToken cancellationToken)
    {
        var data = new ResultData(
            DeployWords.Of(report.State),
            report.Running,
            report.IsClean,
            report.Error is { } error ? new(error.Id, error.Message) : null,
            Math.Round(report.Duration.TotalSeconds, 3),
            report.At,
            _host,
            Problem());

        // Only the deploy that stands in the manifest gets a history entry made for it: older ones may have been pruned.
        var published = report.State != DeployAgentState.Superseded && report.DeployId == _state.SeenDeployId && _tickets.TryGetValue(report.DeployId, out var ticket) ? ticket.Data : default;
        return _results.AddAsync(report.DeployId, report.State, data, published, cancellationToken);
    }

    /// <summary>Journals what happened beside the deploys.</summary>
    internal void Note(DeployEvent happened) => Post(new DeployCommand.Note(happened));

    private void Post(DeployCommand command) => Post(cancellationToken => HandleAsync(command, cancellationToken));

    private void Post(Func<CancellationToken, Task> turn)
    {
        _turns.Enqueue(turn);
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Handles a command on the loop and completes when its events are journaled.</summary>
    private async Task HandOverAsync(Func<CancellationToken, Task> turn, CancellationToken stop)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(async cancellationToken =>
        {
            await turn(cancellationToken).ConfigureAwait(false);
            done.TrySetResult();
        });
        await done.Task.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>While the journal cannot be written, it is tried again now and then, not only at the next event.</summary>
    private void WatchJournal()
    {
        if (_journal.Problem is null)
        {
            _journalTimer?.Dispose();
            _journalTimer = null;
            return;
        }

        _journalTimer ??= _options.TimeProvider.CreateTimer(static run => ((DeployAgentRun)run!).Post(((DeployAgentRun)run!).MendJournalAsync), this, JournalPause, JournalPause);
    }

    private async Task MendJournalAsync(CancellationToken cancellationToken)
    {
        await _journal.FlushAsync().ConfigureAwait(false);
        await _journal.KeepAsync(_state).ConfigureAwait(false);
        WatchJournal();
        _presence.Update(Presence());
    }

    private ResultError? Problem() => _journal.Problem is { } problem ? new(problem.Id, problem.Message) : null;

    private PresenceData Presence() =>
        new(_host, DeployWords.Of(_state.Phase), _state.Running, _state.Current?.DeployId ?? _state.SeenDeployId, _state.Since, Problem());
}
