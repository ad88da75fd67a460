using System.Management.Automation;
using ZkReactive.PowerShell.Output;

namespace ZkReactive.PowerShell.Sessions;

/// <summary>
/// A stream that feeds the engine's event queue until Unregister-Event, or the removal of the module, ends it. Elements enter
/// the queue in their order; the engine's queue has no bound, so a stream nobody reads from grows there as any event does.
/// </summary>
internal sealed class EventSubscription : IObserver<object>, IDisposable
{
    private readonly RunspaceResources _resources;
    private readonly PSEventManager _events;
    private readonly PSObject? _messageData;
    private readonly ZkSession _session;
    private IDisposable? _stream;

    private EventSubscription(RunspaceResources resources, PSEventManager events, ZkSession session, PSObject? messageData)
    {
        _resources = resources;
        _events = events;
        _session = session;
        _messageData = messageData;
    }

    private PSEventSubscriber Subscriber { get; set; } = null!;

    /// <summary>Subscribes in the engine, on the pipeline thread, and then to the stream.</summary>
    /// <returns>The engine's subscriber, with its job if there is an action.</returns>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    public static PSEventSubscriber Start(
        RunspaceResources resources, PSEventManager events, ZkSession session, IObservable<object> source, string name, PSObject? messageData, ScriptBlock? action, bool isHidden)
    {
        var subscription = new EventSubscription(resources, events, session, messageData);
        subscription.Subscriber = events.SubscribeEvent(
            new ZkEventSource(session, subscription.Dispose), nameof(ZkEventSource.Changed), name, messageData, action, isHidden, forwardEvent: false);
        resources.AddEvent(subscription);
        subscription._stream = source.Subscribe(subscription);
        return subscription.Subscriber;
    }

    /// <summary>Takes the subscriber out of the engine, on the pipeline thread; the engine then ends this.</summary>
    public void Unsubscribe() => _events.UnsubscribeEvent(Subscriber);

    /// <inheritdoc/>
    public void OnNext(object value) => Raise(new ZkEventArgs(value, error: null));

    /// <inheritdoc/>
    public void OnError(Exception error) => Raise(new ZkEventArgs(change: null, error));

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <summary>Ends the stream.</summary>
    public void Dispose()
    {
        _resources.RemoveEvent(this);
        Interlocked.Exchange(ref _stream, null)?.Dispose();
    }

    // On this thread: through the thread pool, as by default, two events may change places.
    private void Raise(ZkEventArgs args) =>
        _events.GenerateEvent(Subscriber.SourceIdentifier, _session, [_session, args], _messageData, processInCurrentThread: true, waitForCompletionInCurrentThread: false);
}
