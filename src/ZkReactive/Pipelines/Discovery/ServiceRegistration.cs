using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Discovery.Registration;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>
/// Keeps one instance of a service in ZooKeeper for as long as its probes succeed. It comes back by itself after a lost
/// connection, an expired session, a deletion by hand and a server's death; a plain reconnect changes nothing that
/// consumers could see. Any number of registrations may share a client.
/// </summary>
public sealed partial class ServiceRegistration : IAsyncDisposable
{
    private readonly RegistrationRun _run;
    private readonly ServiceRegistrationOptions _options;
    private readonly ISubject<ServiceEvent> _events = Subject.Synchronize(new Subject<ServiceEvent>());
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = NewSignal();

    private ServiceRegistration(IZkClient client, ServiceRegistrationOptions options)
    {
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<ServiceRegistration>();
        _run = new RegistrationRun(client, options, Emit, _logger);
    }

    /// <summary>The service's node.</summary>
    public ZkPath Path => _options.Path;

    /// <summary>The instance's own node.</summary>
    public ZkPath InstancePath => _run.Path;

    /// <summary>What was asked for.</summary>
    public ServiceRegistrationOptions Options => _options;

    /// <summary>Where it stands now: an immutable snapshot.</summary>
    public ServiceState State => _run.State;

    /// <summary>
    /// What the registration sees, decides and does. Hot: begins with the next event; in the order in which things happened;
    /// nothing is merged or repeated; completes when the registration has ended; one at a time, on the registration's own
    /// loop, so observers should be quick; loss, reconnect and expiry of the session are among the events.
    /// </summary>
    public IObservable<ServiceEvent> Events => _events.AsObservable();

    /// <summary>
    /// Completes when the registration has ended: after <see cref="StopAsync"/>, or when its client was disposed. Faults when
    /// the server refused the credentials.
    /// </summary>
    public Task Completion => _run.Completion;

    /// <summary>Begins; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    /// <exception cref="ServiceException">Another registration uses the state directory, or it cannot be made.</exception>
    public static ServiceRegistration Start(IZkClient client, ServiceRegistrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var registration = new ServiceRegistration(client, options);
        registration._run.Start();
        _ = registration.CompleteEventsAsync();
        return registration;
    }

    /// <summary>Waits until the state is as wanted, now or later.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    /// <exception cref="InvalidOperationException">The registration ended in another state.</exception>
    public async Task<ServiceState> WaitAsync(Func<ServiceState, bool> wanted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        while (true)
        {
            Task changed;
            lock (_lock) changed = _changed.Task;
            var state = State;
            if (wanted(state)) return state;
            if (Completion.IsCompleted) throw new InvalidOperationException($"The registration of {InstancePath} ended before it came to what was waited for.");
            await Task.WhenAny(changed, Completion).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the instance stands in ZooKeeper.</summary>
    /// <exception cref="ServiceException">Its node belongs to a stranger, who is named; the registration goes on and takes it when it becomes free.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async Task WaitUntilRegisteredAsync(CancellationToken cancellationToken = default)
    {
        var state = await WaitAsync(static state => state.IsRegistered || state.InTheWay is { IsStranger: true }, cancellationToken).ConfigureAwait(false);
        if (state.IsRegistered) return;
        var owner = state.InTheWay!.Value.Owner;
        throw new ServiceException(
            owner == SessionId.None ? ServiceErrorIds.NodeNotEphemeral : ServiceErrorIds.NodeTaken, $"Registering {InstancePath} failed: {state.Error}") { Path = InstancePath, Owner = owner };
    }

    /// <summary>
    /// Takes the instance out and ends. Where ZooKeeper does not answer within <see cref="ServiceRegistrationOptions.StopTimeout"/>
    /// it goes on trying behind the caller's back: until the node is gone, or its session or the client has ended.
    /// </summary>
    /// <exception cref="ServiceException">It could not be taken out in that time.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        _run.Stop();
        try
        {
            await Completion.WaitAsync(_options.StopTimeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new ServiceException(
                ServiceErrorIds.StopTimeout,
                $"{InstancePath} could not be taken out within {_options.StopTimeout.TotalSeconds:0.###} s, since ZooKeeper did not answer. It goes when ZooKeeper is back, or with its session.", e) { Path = InstancePath };
        }
    }

    /// <summary>Stops; a registration that ZooKeeper's absence keeps from being taken out is logged, not thrown.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync().ConfigureAwait(false);
        }
        catch (ZkException e)
        {
            LogNotStopped(e, InstancePath.Value);
        }
    }

    /// <summary>An observer that throws is its owner's trouble, not the service's.</summary>
    private void Emit(ServiceEvent @event)
    {
        try
        {
            _events.OnNext(@event);
        }
        catch (Exception e)
        {
            LogObserver(e);
        }

        TaskCompletionSource changed;
        lock (_lock) (changed, _changed) = (_changed, NewSignal());
        changed.SetResult();
    }

    private async Task CompleteEventsAsync()
    {
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _events.OnCompleted();
        if (!_options.DisposesProbes) return;
        foreach (var probe in _options.Probes.OfType<IDisposable>()) probe.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(5420, LogLevel.Warning, "{Node} could not be taken out in time")]
    private partial void LogNotStopped(Exception exception, string node);

    [LoggerMessage(5421, LogLevel.Error, "An observer of the registration's events failed")]
    private partial void LogObserver(Exception exception);
}
