using System.Reactive.Linq;
using System.Reactive.Subjects;
using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Pipelines.Policy.Agents;

namespace ZkReactive.Pipelines.Policy;

/// <summary>
/// Keeps the compiled policies of a type current: the newest good set that stood in ZooKeeper, swapped whole. A bad set is
/// refused, and said to be, and the last good one goes on, also over a restart while ZooKeeper is away.
/// </summary>
public sealed partial class PolicyAgent
{
    private readonly IZkClient _client;
    private readonly PolicyAgentOptions _options;
    private readonly ILogger _logger;
    private readonly ISubject<PolicyUpdate> _updates = Subject.Synchronize(new Subject<PolicyUpdate>());
    private readonly TaskCompletionSource<PolicySet> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile PolicySet? _current;

    /// <summary>Makes an agent; the client stays the caller's.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds.</exception>
    public PolicyAgent(IZkClient client, PolicyAgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _client = client;
        _options = options;
        _logger = options.LoggerFactory.CreateLogger<PolicyAgent>();
    }

    /// <summary>The set in use; null before the first good one. One reference: readers take it once and never wait.</summary>
    public PolicySet? Current => _current;

    /// <summary>
    /// What happens to the set, after <see cref="Current"/> has it. Hot: begins with the next element; in order; never
    /// completes, since an agent can be run again; one at a time, on the agent's own loop, which waits for slow observers
    /// and then goes on with the newest set; loss, reconnect and expiry show only by a set that has changed meanwhile.
    /// </summary>
    public IObservable<PolicyUpdate> Updates => _updates.AsObservable();

    /// <summary>Where a message goes next by the set in use; null when nothing says, or there is no set yet.</summary>
    public string? Route(long id, params ReadOnlySpan<PolicyAttribute> attributes) => _current?.Route(id, attributes);

    /// <summary>
    /// Waits for the first good set, from ZooKeeper or from the state directory, and gives it; at once when there has been one.
    /// It comes only while the agent runs, and not as long as there is no good one: give a token that ends the wait.
    /// </summary>
    public Task<PolicySet> WaitUntilReadAsync(CancellationToken cancellationToken = default) => _first.Task.WaitAsync(cancellationToken);

    /// <summary>Follows the policies until cancelled; an absent ZooKeeper does not end it.</summary>
    /// <exception cref="PolicyException">The state directory cannot be made.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed under it.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var store = _options.StateDirectory is { } directory ? PolicyStore.Open(directory, _options.Type) : null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var reporter = _options.ReportRejections ? new RejectionReporter(_client, _options, _logger) : null;
        var reporting = reporter is null ? Task.CompletedTask : Task.Run(() => reporter.RunAsync(stop.Token), CancellationToken.None);
        var run = new PolicyAgentRun(_client, _options, store, reporter, Swap, Emit, _logger);
        await run.RestoreAsync().ConfigureAwait(false);
        var isClosed = false;
        using (run.Changes().Subscribe(
            _ => run.Wake(),
            _ => stop.Cancel(),
            () =>
            {
                isClosed = true;
                stop.Cancel();
            }))
        {
            try
            {
                await run.FollowAsync(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The way it is meant to end.
            }
            catch (ObjectDisposedException)
            {
                isClosed = true;
            }
        }

        await stop.CancelAsync().ConfigureAwait(false);
        await reporting.ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(isClosed && !cancellationToken.IsCancellationRequested, _client);
    }

    private void Swap(PolicySet? set)
    {
        _current = set;
        if (set is not null) _first.TrySetResult(set);
    }

    /// <summary>An observer that throws is its owner's trouble.</summary>
    private void Emit(PolicyUpdate update)
    {
        try
        {
            _updates.OnNext(update);
        }
        catch (Exception e)
        {
            LogObserver(e);
        }
    }

    [LoggerMessage(5601, LogLevel.Error, "An observer of the agent's updates failed")]
    private partial void LogObserver(Exception exception);
}
