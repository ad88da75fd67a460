using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Journal;

namespace ZkReactive.Pipelines.Deploy.Recording;

/// <summary>
/// An agent's side of its journal. Appending never fails: while the file cannot be written the events are kept here, as far
/// as they fit, and written as soon as it can. Used by one loop.
/// </summary>
internal sealed partial class DeployJournal : IAsyncDisposable
{
    /// <summary>Snapshots make a start as quick as the events since the last one are few.</summary>
    private const int SnapshotEvery = 256;

    /// <summary>Full means a disk that has been full for many deploys: the events are given up, and the state goes on in a snapshot.</summary>
    private const int MostWaiting = 1000;

    private readonly DeployAgentOptions _options;
    private readonly string _file;
    private readonly JournalProjection<DeployState> _projection;
    private readonly ILogger _logger;
    private readonly List<DeployEvent> _waiting = [];
    private ZkJournal? _journal;
    private JournalRevision _last;
    private JournalRevision _snapshot;
    private int _generation;
    private bool _mustSnapshot;

    internal DeployJournal(DeployAgentOptions options, string directory, ILogger logger)
    {
        _options = options;
        _file = Path.Combine(directory, ZkJournal.FileName);
        _projection = DeployProjection.Of(options.Path);
        _logger = logger;
    }

    /// <summary>Why it cannot be written at present; null while it can.</summary>
    internal DeployError? Problem { get; private set; }

    /// <summary>Opens it and folds the state. An unusable file is no reason not to run: the state is empty then.</summary>
    /// <exception cref="JournalSchemaException">The file was written by a newer version, or is something else.</exception>
    internal async Task<DeployState> OpenAsync()
    {
        try
        {
            await OpenFileAsync().ConfigureAwait(false);
            return await FoldAsync().ConfigureAwait(false);
        }
        catch (JournalUnavailableException e)
        {
            Failed(e);
            _mustSnapshot = true;
            return DeployState.Empty;
        }
    }

    /// <summary>
    /// Appends events; never fails. When it returns they survive a kill, and the loss of power unless they are all passing ones or
    /// <see cref="Problem"/> is set.
    /// </summary>
    internal Task AppendAsync(IReadOnlyList<DeployEvent> events)
    {
        _waiting.AddRange(events);
        if (_waiting.Count > MostWaiting)
        {
            LogGivenUp(_waiting.Count);
            _waiting.Clear();
            _mustSnapshot = true;
        }

        return FlushAsync();
    }

    /// <summary>Writes what could not be written before.</summary>
    internal async Task FlushAsync()
    {
        if (_waiting.Count == 0 && Problem is null) return;
        try
        {
            if (_journal is null) await OpenFileAsync().ConfigureAwait(false);
            if (_waiting.Count > 0)
            {
                var entries = _waiting.ConvertAll(@event => DeployEventCodec.Write(_options.Path.Value, @event));
                var durability = _waiting.TrueForAll(IsPassing) ? JournalDurability.Process : JournalDurability.Disk;
                var appended = await _journal!.AppendAsync(entries, durability: durability).ConfigureAwait(false);
                _waiting.Clear();
                _last = appended.Last;
                // A damaged file was set aside: the new one knows nothing of this stream but what a snapshot tells it.
                if (appended.Generation != _generation) _mustSnapshot = true;
                _generation = appended.Generation;
            }

            if (Problem is not null) LogRecovered(_file);
            Problem = null;
        }
        catch (ZkPipelineException e)
        {
            Failed(e);
        }
    }

    /// <summary>Saves the state when it is time to, and lets go of what is too old; never fails.</summary>
    /// <param name="state">The state after all events appended.</param>
    internal async Task KeepAsync(DeployState state)
    {
        if (_journal is null || Problem is not null || (!_mustSnapshot && _last.Value - _snapshot.Value < SnapshotEvery)) return;
        try
        {
            await _journal.SaveSnapshotAsync(_projection, new(state, _last, _snapshot, 0)).ConfigureAwait(false);
            _snapshot = _last;
            _mustSnapshot = false;
            await _journal.RetainAsync(_options.JournalRetention, _snapshot).ConfigureAwait(false);
        }
        catch (ZkPipelineException e)
        {
            Failed(e);
        }
    }

    public ValueTask DisposeAsync() => _journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>
    /// Losing the last of these in a power cut changes nothing: registrations and sessions come and go by themselves, until the
    /// target is touched a deploy may as well begin again, and a result that is known to be written is only compared once more.
    /// </summary>
    private static bool IsPassing(DeployEvent @event) => @event is DeployEvent.Connected or DeployEvent.Disconnected or DeployEvent.Expired
        or DeployEvent.SessionTaken or DeployEvent.SessionLapsed or DeployEvent.SessionLeft or DeployEvent.PresenceRegistered or DeployEvent.PresenceRefused or DeployEvent.AgentStopped
        or DeployEvent.DeployAdmitted or DeployEvent.ResultWritten
        or DeployEvent.StepStarted { Step: DeployAgentState.Waiting or DeployAgentState.Halted or DeployAgentState.Fetching };

    private async Task OpenFileAsync() =>
        _journal = await ZkJournal.OpenAsync(new JournalOptions { Path = _file, Time = _options.TimeProvider }).ConfigureAwait(false);

    private async Task<DeployState> FoldAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var folded = await _journal!.Reader.FoldAsync(_projection).ConfigureAwait(false);
                (_last, _snapshot) = (folded.Revision, folded.SnapshotRevision);
                _mustSnapshot = folded.EventsFolded >= SnapshotEvery;
                // Nothing more is read: that many files fewer for each git to close that the agent starts.
                _journal.Reader.Renew();
                return folded.Value;
            }
            catch (JournalCorruptException e) when (attempt == 1)
            {
                LogSetAside(e, _file);
                await _journal!.SetAsideAsync(e.Reason).ConfigureAwait(false);
            }
            catch (Exception e) when (e is JournalTruncatedException or ProjectionFailedException)
            {
                // What the state was made of is gone. git knows what stands at the target; the rest is told by the next manifest.
                LogBegunAnew(e, _file);
                _last = await _journal!.Reader.LastRevisionAsync().ConfigureAwait(false);
                _mustSnapshot = true;
                return DeployState.Empty;
            }
        }
    }

    private void Failed(ZkPipelineException e)
    {
        if (Problem is null) LogFailed(e, _file);
        Problem = new(e.ErrorId, e.Message);
    }

    [LoggerMessage(5160, LogLevel.Error, "The journal {File} cannot be written; the agent goes on without it and tries again")]
    private partial void LogFailed(Exception exception, string file);

    [LoggerMessage(5161, LogLevel.Warning, "The journal {File} can be written again")]
    private partial void LogRecovered(string file);

    [LoggerMessage(5162, LogLevel.Error, "{Count} events that could not be written to the journal are given up")]
    private partial void LogGivenUp(int count);

    [LoggerMessage(5163, LogLevel.Error, "The journal {File} is damaged and is set aside")]
    private partial void LogSetAside(Exception exception, string file);

    [LoggerMessage(5164, LogLevel.Error, "The agent's state cannot be made from the journal {File}; it begins anew")]
    private partial void LogBegunAnew(Exception exception, string file);
}
