namespace ZkReactive.PowerShell.Sessions;

/// <content>Streams that feed the engine's event queue.</content>
internal sealed partial class RunspaceResources
{
    private readonly List<EventSubscription> _events = [];

    /// <summary>Takes a subscription in.</summary>
    public void AddEvent(EventSubscription subscription)
    {
        lock (_gate) _events.Add(subscription);
    }

    /// <summary>Forgets a subscription that has ended.</summary>
    public void RemoveEvent(EventSubscription subscription)
    {
        lock (_gate) _events.Remove(subscription);
    }

    /// <summary>Ends the streams.</summary>
    private void StopEvents()
    {
        foreach (var subscription in TakeEvents()) subscription.Dispose();
    }

    /// <summary>Ends the streams and takes their subscribers out of the engine; on the pipeline thread only.</summary>
    public void UnsubscribeEvents()
    {
        foreach (var subscription in TakeEvents()) subscription.Unsubscribe();
    }

    private EventSubscription[] TakeEvents()
    {
        lock (_gate)
        {
            EventSubscription[] taken = [.. _events];
            _events.Clear();
            return taken;
        }
    }
}
