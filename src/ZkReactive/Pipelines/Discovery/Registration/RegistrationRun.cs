using System.Reactive.Disposables;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Probes;
using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Operators;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>
/// One registration at work: feeds the decider with what is observed and what comes of its steps, and takes the steps that its
/// events ask for. All decisions are made on one loop; probes and the step under way run beside it.
/// </summary>
internal sealed partial class RegistrationRun : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly IZkClient _client;
    private readonly ServiceRegistrationOptions _options;
    private readonly ServiceRules _rules;
    private readonly Action<ServiceEvent> _emit;
    private readonly ILogger _logger;
    private readonly ServiceNode _node;
    private readonly RegistrationInbox _inbox;
    private readonly SerialDisposable _watching = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ServiceState _state = ServiceState.Empty;

    /// <summary>What the loop decides by; what others see follows when the consequences of an event have been seen to.</summary>
    private ServiceState _known = ServiceState.Empty;
    private ServiceSessionNote? _note;
    private ITimer? _pause;
    private ITimer? _patience;

    internal RegistrationRun(IZkClient client, ServiceRegistrationOptions options, Action<ServiceEvent> emit, ILogger logger)
    {
        _client = client;
        _options = options;
        _rules = new ServiceRules(options.Rise, options.Fall);
        _emit = emit;
        _logger = logger;
        _node = new ServiceNode(client, options);
        _inbox = new RegistrationInbox(options.TimeProvider);
    }

    internal ZkPath Path => _node.Path;

    internal ServiceState State => _state;

    internal Task Completion => _completion.Task;

    internal void Start()
    {
        if (_options.StateDirectory is { } directory)
        {
            _note = ServiceSessionNote.Open(directory, Path);
            if (_note.Read() is var session && session != SessionId.None) _known = ServiceDecider.Begin(session);
        }

        if (_options.Probes.Count == 0) _known = _known with { Health = ServiceHealth.Healthy };
        _state = _known;
        _ = Task.Run(RunAsync);
    }

    internal void Stop() => _inbox.Stop();

    /// <summary>
    /// Never faults: however it ends, <see cref="Completion"/> says so, after all that it held has been released. Whoever waited
    /// for the end may begin the next registration on the same state directory at once.
    /// </summary>
    private async Task RunAsync()
    {
        var failure = await LiveAsync().ConfigureAwait(false);
        Dispose();
        _ = failure is null ? _completion.TrySetResult() : _completion.TrySetException(failure);
    }

    /// <summary>Lives until it is stopped, or its client is; returns why it could not go on, or null.</summary>
    private async Task<Exception?> LiveAsync()
    {
        using var sessions = _client.SessionStates.Subscribe(_ => _inbox.Wake(), _ => Close(), Close);
        Watch();
        var probing = Task.Run(ProbeAsync, CancellationToken.None);
        try
        {
            await LoopAsync().ConfigureAwait(false);
            return _client.Session.Status == ZkSessionStatus.AuthFailed && !_known.IsStopped ? Refusal() : null;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The client was disposed, and its ephemeral nodes with it.
            return null;
        }
        catch (Exception e)
        {
            LogFailed(e, Path.Value);
            return e;
        }
        finally
        {
            await _ended.CancelAsync().ConfigureAwait(false);
            await probing.ConfigureAwait(false);
        }
    }

    /// <summary>Releases what it holds; done by itself when it ends. The source of cancellation stays: a step may still look at it.</summary>
    public void Dispose()
    {
        _watching.Dispose();
        _pause?.Dispose();
        _patience?.Dispose();
        _note?.Dispose();
    }

    /// <summary>
    /// Watches the node, from its state now on. Begun anew after each registration: a node that was made and deleted before
    /// the watch looked again is as absent as it was, which is no change to tell, so only a first look shows that it is gone.
    /// </summary>
    private void Watch() => _watching.Disposable = _client.ObserveNode(Path)
        .RetryWithJitter(new RetryOptions { TimeProvider = _options.TimeProvider, OnRetry = (error, _) => LogBlind(error, Path.Value) })
        .Subscribe(_inbox.See);

    private async Task LoopAsync()
    {
        while (true)
        {
            // The session first: what comes of a step is judged by the session that is there now.
            await HandleAsync(_inbox.Of(_client.Session)).ConfigureAwait(false);
            if (_client.Session.Status == ZkSessionStatus.AuthFailed) return;
            var command = _inbox.Take();
            if (command is not null) await HandleAsync(command).ConfigureAwait(false);
            if (_inbox.Node is { } change) await HandleAsync(new ServiceCommand.SeeNode(Now, _node.View(change))).ConfigureAwait(false);
            if (_known.IsStopped) return;
            if (command is null) await _inbox.WaitAsync(_ended.Token).ConfigureAwait(false);
        }
    }

    private async Task HandleAsync(ServiceCommand command)
    {
        var events = ServiceDecider.Decide(_known, _rules, command);
        foreach (var @event in events)
        {
            _known = ServiceDecider.Evolve(_known, @event);
            await WriteDownAsync(@event).ConfigureAwait(false);
            ServiceEventLog.Write(_logger, Path.Value, @event);
            Do(@event);
        }

        _state = _known;
        foreach (var @event in events) _emit(@event);
    }

    private void Do(ServiceEvent @event)
    {
        switch (@event)
        {
            case ServiceEvent.StepStarted started:
                _ = Task.Run(() => TakeAsync(started.Step, _known.Node));
                break;
            case ServiceEvent.StepFailed:
                Set(ref _pause, PauseAfter(_known.Failures), _inbox.Resume);
                break;
            case ServiceEvent.PredecessorAwaited awaited:
                // A dead session is gone after its time-out and one round of the server's clock; the server never grants more than asked for.
                Set(ref _patience, 2 * Longest(_client.Options.SessionTimeout, _client.Session.NegotiatedTimeout), () => _inbox.LosePatience(awaited.Owner));
                break;
            case ServiceEvent.Registered registered:
                TryNote(registered.Session);
                Watch();
                break;
        }
    }

    /// <summary>Takes a step. Never faults.</summary>
    private async Task TakeAsync(ServiceStep step, ServiceNodeView known)
    {
        try
        {
            var outcome = await _node.DoAsync(step, known, _ended.Token).ConfigureAwait(false);
            await _inbox.PostAsync(outcome, _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            Close();
        }
    }

    private async Task ProbeAsync()
    {
        if (_options.Probes.Count == 0) return;
        var run = new ProbeRun(_options.Probes, _options.ProbeTimeout, _options.TimeProvider);
        try
        {
            while (true)
            {
                var result = await run.AskAsync(_ended.Token).ConfigureAwait(false);
                await _inbox.PostAsync(new ServiceCommand.ReportProbe(Now, result), _ended.Token).ConfigureAwait(false);
                await Task.Delay(_options.Interval, _options.TimeProvider, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The registration has ended.
        }
    }

    private async ValueTask WriteDownAsync(ServiceEvent @event)
    {
        if (_options.Journal is not { } journal) return;
        try
        {
            await journal.AppendAsync([ServiceEventRecord.ToEntry(Path.Value, @event)], cancellationToken: _ended.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ZkException or ObjectDisposedException)
        {
            // A full disk is no reason to take a service out.
            LogNotWritten(e, @event.GetType().Name);
        }
    }

    private void TryNote(SessionId session)
    {
        try
        {
            _note?.Write(session);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the note the next start waits until the session has expired.
            LogNotNoted(e);
        }
    }

    private DateTimeOffset Now => _options.TimeProvider.GetUtcNow();

    private AuthFailedException Refusal() => new(
        _client.Session.Id, "", $"{Path} is not registered: the server refused the credentials. Make a new client with the right ones.");

    private void Close() => _ended.CancelAsync();

    private void Set(ref ITimer? timer, TimeSpan due, Action act)
    {
        timer?.Dispose();
        timer = _options.TimeProvider.CreateTimer(static act => ((Action)act!)(), act, due, Timeout.InfiniteTimeSpan);
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Grows with the failures in a row, with jitter, so that a fleet does not come back as one.</summary>
    private static TimeSpan PauseAfter(int failures)
    {
        var longest = Math.Min(LongestPause.Ticks, FirstPause.Ticks * Math.Pow(2, Math.Min(failures - 1, 20)));
        return TimeSpan.FromTicks((long)(longest * (1 + Random.Shared.NextDouble()) / 2));
    }

    [LoggerMessage(5410, LogLevel.Error, "{Node} cannot be watched; trying again")]
    private partial void LogBlind(Exception exception, string node);

    [LoggerMessage(5411, LogLevel.Warning, "The journal did not take {Event}")]
    private partial void LogNotWritten(Exception exception, string @event);

    [LoggerMessage(5412, LogLevel.Warning, "The session could not be noted in the state directory")]
    private partial void LogNotNoted(Exception exception);

    [LoggerMessage(5413, LogLevel.Error, "The registration of {Node} ended for an unforeseen reason")]
    private partial void LogFailed(Exception exception, string node);
}
