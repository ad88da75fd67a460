using System.Reactive;
using System.Reactive.Linq;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Journal;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Operators;

namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>One run of an agent: reads a consistent set whenever a stream says that something changed, and does what the decider says.</summary>
internal sealed partial class PolicyAgentRun
{
    private static readonly RetryOptions ReadPauses = new() { FirstDelay = TimeSpan.FromMilliseconds(100), MaxDelay = TimeSpan.FromSeconds(10) };

    private readonly IZkClient _client;
    private readonly PolicyAgentOptions _options;
    private readonly PolicyStore? _store;
    private readonly RejectionReporter? _reporter;
    private readonly Action<PolicySet?> _swap;
    private readonly Action<PolicyUpdate> _emit;
    private readonly ILogger _logger;
    private readonly PolicyNodes _nodes;
    private readonly SnapshotReader _reader;

    /// <summary>Says that there is something to read; one such word is enough.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private PolicyState _state = PolicyState.Empty;

    internal PolicyAgentRun(IZkClient client, PolicyAgentOptions options, PolicyStore? store, RejectionReporter? reporter, Action<PolicySet?> swap, Action<PolicyUpdate> emit, ILogger logger)
    {
        _client = client;
        _options = options;
        _store = store;
        _reporter = reporter;
        _swap = swap;
        _emit = emit;
        _logger = logger;
        _nodes = new PolicyNodes(options.Type);
        _reader = new SnapshotReader(client, _nodes, options.Limits);
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    internal void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>An element whenever a policy was changed, came or went, and at the start.</summary>
    internal IObservable<Unit> Changes() => Observable.Merge(Changes(_nodes.Acls), Changes(_nodes.Agls)).RetryWithJitter(new RetryOptions
    {
        TimeProvider = _options.TimeProvider,
        OnRetry = (error, pause) => LogBlind(error, _options.Type.Value, pause),
    });

    /// <summary>Goes on from the last good set of the state directory.</summary>
    internal async Task RestoreAsync()
    {
        if (_store?.Read() is not { } stored) return;
        var compilation = PolicySet.Compile(stored.Policies.Select(policy => new PolicySource(policy.Name, policy.Xml, policy.Kind)), _options.Limits);
        if (compilation.Set is { } set) await DoAsync(new PolicyCommand.RestoreSet(Now, set, new Zxid(stored.Zxid))).ConfigureAwait(false);
        else LogNotRestored(_options.Type.Value, compilation.Errors.First().ToString());
    }

    /// <summary>Reads and decides until cancelled.</summary>
    internal async Task FollowAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ;)
        {
            if (failures == 0) await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            else await Task.Delay(ReadPauses.Delay(failures), _options.TimeProvider, cancellationToken).ConfigureAwait(false);
            try
            {
                var snapshot = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (snapshot.Zxid != _state.Seen) await TakeAsync(snapshot).ConfigureAwait(false);
                failures = 0;
            }
            catch (ZkException e)
            {
                failures++;
                if (!e.IsTransient) LogUnread(e, _options.Type.Value, e.ErrorId);
            }
        }
    }

    private IObservable<Unit> Changes(ZkPath parent) => _client.ObserveChildren(parent).Publish(lists => lists
        .SelectMany(list => list.Added.Take(_options.Limits.MaxPolicies))
        .SelectMany(name => _client.ObserveNode(parent / name)
            .TakeUntil(lists.Where(list => list.Removed.Contains(name)))
            .Do(change =>
            {
                if (change.Stat is { } stat) _reader.Offer(change.Path, stat.Mzxid, change.Data);
            })
            .Select(_ => Unit.Default))
        .Merge(lists.Select(_ => Unit.Default)));

    private Task TakeAsync(PolicySnapshot snapshot)
    {
        var compilation = snapshot.Compile(_options.Limits);
        return DoAsync(compilation.Set is { } set
            ? new PolicyCommand.TakeSet(Now, set, snapshot.Zxid)
            : new PolicyCommand.RefuseSet(Now, compilation.Findings, snapshot.Zxid));
    }

    private async Task DoAsync(PolicyCommand command)
    {
        foreach (var @event in PolicyDecider.Decide(_state, command))
        {
            _state = PolicyDecider.Evolve(_state, @event);
            Log(@event);
            // The swap comes first: nothing that is slow or may fail stands between a good set and its readers. Whoever is told
            // of a set may then count on finding it again after a restart.
            _swap(_state.Current);
            Store(@event);
            _emit(new PolicyUpdate(@event, _state.Current));
            Report(@event);
            await JournalAsync(@event).ConfigureAwait(false);
        }
    }

    private void Store(PolicyEvent @event)
    {
        if (_store is null || @event is not PolicyEvent.SetApplied applied) return;
        try
        {
            _store.Write(applied.Set, applied.Zxid, applied.At);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The set is in use all the same; only a restart without ZooKeeper would miss it.
            LogNotStored(e, _options.Type.Value);
        }
    }

    private void Report(PolicyEvent @event)
    {
        if (@event is PolicyEvent.SetRejected rejected)
        {
            _reporter?.Report(new PolicyRejection(
                _options.AgentId, Environment.MachineName, rejected.At, rejected.Zxid.ToString(), _state.Current?.Fingerprint,
                [.. rejected.Findings.Where(finding => finding.IsError).Take(RejectionReporter.MaxFindings)]));
        }
        else if (@event is PolicyEvent.SetApplied)
        {
            _reporter?.Report(null);
        }
    }

    private async Task JournalAsync(PolicyEvent @event)
    {
        if (_options.Journal is not { } journal) return;
        var set = _state.Current;
        var payload = new JournaledSet(
            set?.Fingerprint,
            [.. set?.Documents.Select(document => document.Name) ?? []],
            @event is PolicyEvent.SetApplied applied ? [.. applied.Difference.Policies.Select(change => $"{change.Policy} {change.Change}")] : [],
            @event is PolicyEvent.SetRejected rejected ? rejected.Findings : set?.Warnings ?? []);
        try
        {
            await journal.AppendAsync(new JournalEntry(_options.Type.Value, "Policy" + @event.GetType().Name, JournalPayload.From(payload, PolicyJson.Readable.JournaledSet)) { Zxid = @event.Zxid }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JournalUnavailableException or ObjectDisposedException)
        {
            LogNotJournaled(e, _options.Type.Value);
        }
    }

    private void Log(PolicyEvent @event)
    {
        switch (@event)
        {
            case PolicyEvent.SetRestored restored:
                LogRestored(_options.Type.Value, restored.Set, restored.Zxid.ToString());
                break;
            case PolicyEvent.SetApplied applied:
                LogApplied(_options.Type.Value, applied.Set, string.Join(", ", applied.Difference.Policies.Select(change => $"{change.Policy} {change.Change}")), applied.Zxid.ToString());
                break;
            case PolicyEvent.SetRejected rejected:
                LogRejected(_options.Type.Value, string.Join(" ", rejected.Findings.Where(finding => finding.IsError).Take(5)), _state.Current?.Fingerprint ?? "none", rejected.Zxid.ToString());
                break;
        }
    }

    [LoggerMessage(5610, LogLevel.Information, "{Path}: using the set kept on disk, {Set} (zxid {Zxid})")]
    private partial void LogRestored(string path, PolicySet set, string zxid);

    [LoggerMessage(5611, LogLevel.Information, "{Path}: using {Set}; changed: {Changes} (zxid {Zxid})")]
    private partial void LogApplied(string path, PolicySet set, string changes, string zxid);

    [LoggerMessage(5612, LogLevel.Error, "{Path}: the set is refused: {Findings} Going on with: {Fingerprint} (zxid {Zxid})")]
    private partial void LogRejected(string path, string findings, string fingerprint, string zxid);

    [LoggerMessage(5613, LogLevel.Warning, "{Path}: the set kept on disk cannot be used: {Finding}")]
    private partial void LogNotRestored(string path, string finding);

    [LoggerMessage(5614, LogLevel.Error, "{Path}: the set could not be kept on disk")]
    private partial void LogNotStored(Exception exception, string path);

    [LoggerMessage(5615, LogLevel.Error, "{Path}: the journal takes no events")]
    private partial void LogNotJournaled(Exception exception, string path);

    [LoggerMessage(5616, LogLevel.Error, "{Path}: the policies cannot be read: {ErrorId}; trying again")]
    private partial void LogUnread(Exception exception, string path, string errorId);

    [LoggerMessage(5617, LogLevel.Error, "{Path}: the policies cannot be watched; trying again in {Pause}")]
    private partial void LogBlind(Exception exception, string path, TimeSpan pause);
}
