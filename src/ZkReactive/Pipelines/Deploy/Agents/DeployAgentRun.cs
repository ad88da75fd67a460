using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Effects;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>
/// One run of an agent: feeds the decider with what is observed and what comes of the work, and does what its events ask
/// for. Everything here happens on one loop; the work on disk and the writing to ZooKeeper run beside it.
/// </summary>
internal sealed partial class DeployAgentRun : IDisposable
{
    private readonly DeployAgentOptions _options;
    private readonly Action<DeployEvent> _emit;
    private readonly ILogger _logger;
    private readonly DeployWorker _worker;
    private readonly DeployPresence _presence;
    private readonly DeployResults _results;
    private readonly string _host = Environment.MachineName;

    /// <summary>What came of the work; at most a handful, for there is one piece of work at a time.</summary>
    private readonly ConcurrentQueue<DeployCommand> _commands = new();

    /// <summary>Says that there is something to do; one such word is enough.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Manifests by deploy id as they were seen last, secrets included: events and state carry none.</summary>
    private readonly Dictionary<string, DeployTicket> _tickets = new(StringComparer.Ordinal);

    private Observation? _observed;
    private DeployState _state = DeployState.Empty;
    private Task _working = Task.CompletedTask;
    private CancellationTokenSource? _stopWork;

    internal DeployAgentRun(IZkClient client, DeployAgentOptions options, DeployStateDirectory directory, Action<DeployEvent> emit, ILogger logger)
    {
        _options = options;
        _emit = emit;
        _logger = logger;
        _worker = new DeployWorker(options, directory, logger);
        _state = _state with { Since = Now };
        _presence = new DeployPresence(client, options, directory, Presence(), emit, logger);
        _results = new DeployResults(client, options, emit, logger);
    }

    /// <summary>The last deploy's end; null before the first.</summary>
    internal DeployEvent? LastEnd { get; private set; }

    internal DeployState State => _state;

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    /// <summary>Asks git what the last finished deploy left; to be called first.</summary>
    internal async Task RecallAsync()
    {
        var tree = await _worker.ReadLastAsync().ConfigureAwait(false);
        _state = _state with { Running = tree.CommitId, IsClean = tree.CommitId is null ? null : tree.IsClean };
        _presence.Update(Presence());
    }

    /// <summary>Keeps the presence node until cancelled.</summary>
    internal Task KeepPresenceAsync(CancellationToken cancellationToken) => _presence.RunAsync(cancellationToken);

    /// <summary>Writes results until told that there are no more.</summary>
    internal Task WriteResultsAsync(CancellationToken cancellationToken) => _results.RunAsync(cancellationToken);

    /// <summary>Says that no more results will come.</summary>
    internal void CompleteResults() => _results.Complete();

    /// <summary>Takes the newest state of the manifest node; an older one that was not looked at yet is forgotten.</summary>
    internal void Observe(DeployTicket? ticket)
    {
        Interlocked.Exchange(ref _observed, new Observation(ticket));
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Works until cancelled, or until idle when <paramref name="untilIdle"/>; no git command is left running.</summary>
    internal async Task WorkAsync(bool untilIdle, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                while (_commands.TryDequeue(out var command)) await HandleAsync(command, cancellationToken).ConfigureAwait(false);
                if (Interlocked.Exchange(ref _observed, null) is { } observation)
                {
                    await HandleAsync(Read(observation.Ticket), cancellationToken).ConfigureAwait(false);
                    continue;
                }

                if (untilIdle && _state.IsIdle && _commands.IsEmpty) return;
                await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (_stopWork is not null) await _stopWork.CancelAsync().ConfigureAwait(false);
            await _working.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _presence.Dispose();
        _stopWork?.Dispose();
        _worker.Dispose();
    }

    private DeployCommand Read(DeployTicket? found)
    {
        if (found?.As(_options.AllowedSchemes) is not { } ticket) return new DeployCommand.DropManifest(Now);
        foreach (var old in _tickets.Keys.Where(id => id != _state.Current?.DeployId && id != _state.Next?.DeployId).ToList()) _tickets.Remove(old);
        _tickets[ticket.DeployId] = ticket;
        return ticket.Manifest is { } manifest
            ? new DeployCommand.TakeManifest(Now, ticket.DeployId, manifest.Redacted(), ticket.Zxid, ticket.Version)
            : new DeployCommand.RefuseManifest(Now, ticket.DeployId, ticket.Problems, ticket.Zxid);
    }

    private async Task HandleAsync(DeployCommand command, CancellationToken cancellationToken)
    {
        foreach (var @event in DeployDecider.Decide(_state, command))
        {
            _state = DeployDecider.Evolve(_state, @event);
            _emit(@event);
            await DoAsync(@event, cancellationToken).ConfigureAwait(false);
            _presence.Update(Presence());
        }
    }

    private async Task DoAsync(DeployEvent @event, CancellationToken cancellationToken)
    {
        switch (@event)
        {
            case DeployEvent.DeployStarted started:
                Begin(started.DeployId);
                break;
            case DeployEvent.DeploySuperseded superseded:
                if (superseded.DeployId == _state.Stopping && _stopWork is not null) await _stopWork.CancelAsync().ConfigureAwait(false);
                await ReportAsync(superseded.DeployId, DeployAgentState.Superseded, null, superseded.Duration, cancellationToken).ConfigureAwait(false);
                break;
            case DeployEvent.DeploySucceeded done:
                LastEnd = done;
                await ReportAsync(done.DeployId, DeployAgentState.Succeeded, null, done.Duration, cancellationToken).ConfigureAwait(false);
                break;
            case DeployEvent.DeployFailed failed:
                LastEnd = failed;
                await ReportAsync(failed.DeployId, DeployAgentState.Failed, failed.Error, failed.Duration, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private ValueTask ReportAsync(string deployId, DeployAgentState state, DeployError? error, TimeSpan duration, CancellationToken cancellationToken)
    {
        var data = new ResultData(
            DeployWords.Of(state),
            _state.Running,
            state == DeployAgentState.Succeeded ? _state.IsClean : null,
            error is null ? null : new(error.Id, error.Message),
            Math.Round(duration.TotalSeconds, 3),
            Now,
            _host);

        // Only the deploy that stands in the manifest gets a history entry made for it: older ones may have been pruned.
        var published = state != DeployAgentState.Superseded && deployId == _state.SeenDeployId && _tickets.TryGetValue(deployId, out var ticket) ? ticket.Data : default;
        return _results.AddAsync(deployId, state, data, published, cancellationToken);
    }

    private void Begin(string deployId)
    {
        _stopWork?.Dispose();
        _stopWork = new CancellationTokenSource();
        var manifest = _tickets[deployId].Manifest!;
        var stop = _stopWork.Token;
        _working = Task.Run(() => DoWorkAsync(deployId, manifest, stop), CancellationToken.None);
    }

    /// <summary>Never throws: whatever happens becomes a command.</summary>
    private async Task DoWorkAsync(string deployId, DeployManifest manifest, CancellationToken stop)
    {
        try
        {
            var done = await _worker.RunAsync(deployId, manifest, step => Post(new DeployCommand.ReachStep(Now, deployId, step)), stop).ConfigureAwait(false);
            Post(new DeployCommand.FinishWork(Now, deployId, done.CommitId, done.IsClean, done.IsChanged));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            var tree = await _worker.ReadAsync(manifest.RelativePath).ConfigureAwait(false);
            Post(new DeployCommand.StopWork(Now, deployId, tree.CommitId, tree.CommitId is null ? null : tree.IsClean));
        }
        catch (Exception e)
        {
            var tree = await _worker.ReadAsync(manifest.RelativePath).ConfigureAwait(false);
            if (e is not DeployWorkException) LogUnexpected(e, deployId);
            var error = e is DeployWorkException known ? new DeployError(known.ErrorId, known.Message) : new DeployError(DeployErrorIds.Unexpected, $"{e.GetType().Name}: {e.Message}");
            Post(new DeployCommand.FailWork(Now, deployId, error, tree.CommitId));
        }
    }

    private void Post(DeployCommand command)
    {
        _commands.Enqueue(command);
        _wake.Writer.TryWrite(true);
    }

    private PresenceData Presence() => new(_host, DeployWords.Of(_state.Phase), _state.Running, _state.Current?.DeployId ?? _state.SeenDeployId, _state.Since);

    private sealed record Observation(DeployTicket? Ticket);

    [LoggerMessage(5140, LogLevel.Error, "Deploy {DeployId} failed for an unforeseen reason")]
    private partial void LogUnexpected(Exception exception, string deployId);
}
