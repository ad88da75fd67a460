namespace ZkReactive.PowerShell.Sessions;

/// <summary>
/// What the engine holds as the source of a subscription. It tells when the subscription ends: the engine then takes its
/// handler away. It never raises the event itself, because events that the engine takes from objects may change places.
/// </summary>
public sealed class ZkEventSource
{
    private readonly Action _ended;

    internal ZkEventSource(ZkSession session, Action ended)
    {
        Session = session;
        _ended = ended;
    }

    /// <summary>The event by the name of which the engine subscribes.</summary>
    public event EventHandler Changed
    {
        add
        {
        }

        remove => _ended();
    }

    /// <summary>The session that is followed.</summary>
    public ZkSession Session { get; }

    /// <summary>The name of the session.</summary>
    public override string ToString() => Session.Name;
}
