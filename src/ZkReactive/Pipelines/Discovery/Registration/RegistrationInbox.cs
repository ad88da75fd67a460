using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Streams;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>
/// What waits for a registration's loop. Probes and outcomes of steps are kept, in order and a few at a time (their senders
/// wait); of the node and of the wishes to stop or to go on only the newest counts.
/// </summary>
internal sealed class RegistrationInbox(TimeProvider time)
{
    private const int MostWaiting = 8;

    private readonly Channel<ServiceCommand> _kept = Channel.CreateBounded<ServiceCommand>(MostWaiting);

    /// <summary>Says that there is something; one such word is enough, more are dropped.</summary>
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private NodeChange? _node;
    private ServiceCommand? _resume;
    private ServiceCommand? _impatience;
    private ServiceCommand? _stop;

    internal async ValueTask PostAsync(ServiceCommand command, CancellationToken cancellationToken)
    {
        await _kept.Writer.WriteAsync(command, cancellationToken).ConfigureAwait(false);
        Wake();
    }

    internal void See(NodeChange change)
    {
        Volatile.Write(ref _node, change);
        Wake();
    }

    internal void Resume() => Set(ref _resume, new ServiceCommand.Resume(time.GetUtcNow()));

    internal void LosePatience(Protocol.SessionId owner) => Set(ref _impatience, new ServiceCommand.LosePatience(time.GetUtcNow(), owner));

    internal void Stop() => Set(ref _stop, new ServiceCommand.Stop(time.GetUtcNow()));

    internal void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Waits until there may be something to do.</summary>
    internal async ValueTask WaitAsync(CancellationToken cancellationToken) => await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The next thing; null when there is none. The node's newest state is no command: it is given again and again.</summary>
    internal ServiceCommand? Take()
    {
        if (Interlocked.Exchange(ref _stop, null) is { } stop) return stop;
        if (_kept.Reader.TryRead(out var kept)) return kept;
        return Interlocked.Exchange(ref _resume, null) ?? Interlocked.Exchange(ref _impatience, null);
    }

    /// <summary>The node as its watch last saw it; null before the first time.</summary>
    internal NodeChange? Node => Volatile.Read(ref _node);

    /// <summary>What the decider is told of a session.</summary>
    internal ServiceCommand.SeeSession Of(ZkSessionState session) => new(
        time.GetUtcNow(),
        session.Id,
        session.Status == ZkSessionStatus.Connected,
        session.Status is ZkSessionStatus.Expired or ZkSessionStatus.AuthFailed or ZkSessionStatus.Closed,
        session.HistoryNumber);

    private void Set(ref ServiceCommand? slot, ServiceCommand command)
    {
        Volatile.Write(ref slot, command);
        Wake();
    }
}
