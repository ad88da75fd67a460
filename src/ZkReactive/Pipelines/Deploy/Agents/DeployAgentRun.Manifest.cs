using ZkReactive.Client;
using ZkReactive.Pipelines.Deploy.Checks;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <content>The manifest and the session: what the agent observes.</content>
internal sealed partial class DeployAgentRun
{
    /// <summary>Manifests by deploy id as they were seen last, secrets included: events and state carry none.</summary>
    private readonly Dictionary<string, DeployTicket> _tickets = new(StringComparer.Ordinal);

    private Observation? _observed;
    private IReadOnlyList<DeployReport> _leftOver = [];
    private bool _hasReported;
    private bool _isConfirming;

    /// <summary>Takes the newest state of the manifest node; an older one that was not looked at yet is forgotten.</summary>
    internal void Observe(DeployTicket? ticket)
    {
        Interlocked.Exchange(ref _observed, new Observation(ticket, null));
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Takes a state of the manifest node that was read after a sync.</summary>
    internal void ObserveConfirmed(DeployTicket? ticket)
    {
        Interlocked.Exchange(ref _observed, new Observation(ticket, _state.SeenZxid));
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Reads the manifest as the leader has it: a server that lags behind would tell of an older one.</summary>
    internal async Task<DeployTicket?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Both in one round trip: requests are served in order.
            var sync = _client.SyncAsync(_options.Path, cancellationToken).AsTask();
            var read = _client.GetAsync(_options.Path, cancellationToken).AsTask();
            await Task.WhenAll(sync, read).ConfigureAwait(false);
            var node = await read.ConfigureAwait(false);
            return DeployTicket.Read(node.Stat, node.Data);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>Journals what becomes of the session, until disposed.</summary>
    internal IDisposable FollowSession()
    {
        var connection = 0;
        var session = SessionId.None;
        var wasConnected = false;
        return _client.SessionStates.Subscribe(new SessionObserver(state =>
        {
            if (state.Status == ZkSessionStatus.Expired || (session != SessionId.None && state.Id != session && state.Id != SessionId.None))
            {
                if (session != SessionId.None) Note(new DeployEvent.Expired(state.At, session));
                session = SessionId.None;
                wasConnected = false;
            }

            if (state.IsConnected && state.ConnectionNumber != connection)
            {
                Note(new DeployEvent.Connected(state.At, state.Id));
                (connection, session, wasConnected) = (state.ConnectionNumber, state.Id, true);
            }
            else if (state.Status == ZkSessionStatus.Disconnected && wasConnected)
            {
                Note(new DeployEvent.Disconnected(state.At, state.Id));
                wasConnected = false;
            }
        }));
    }

    private async Task LookAsync(Observation observation, CancellationToken cancellationToken)
    {
        if (IsDoubtful(observation))
        {
            Confirm(cancellationToken);
            return;
        }

        await HandleAsync(Read(observation.Ticket, observation.InsteadOf), cancellationToken).ConfigureAwait(false);
        if (_hasReported) return;

        // What ended before the agent was killed, and nobody was told of. Now that the manifest is known, so is whether the
        // history entry is for this agent to make.
        _hasReported = true;
        foreach (var report in _leftOver.Where(_state.Unreported.Contains)) await ReportAsync(report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Older than what this agent knows, or gone since it last ran: perhaps the server lags.</summary>
    private bool IsDoubtful(Observation observation) => observation.Ticket is { } ticket
        ? DeployDecider.IsOutdated(_state, ticket.Zxid, observation.InsteadOf)
        : observation.InsteadOf is null && _state.MustCheck && _state.SeenDeployId is not null;

    private void Confirm(CancellationToken cancellationToken)
    {
        if (_isConfirming) return;
        _isConfirming = true;
        _ = Task.Run(ConfirmAsync, CancellationToken.None);

        async Task ConfirmAsync()
        {
            var known = _state.SeenZxid;
            DeployTicket? ticket = null;
            try
            {
                await _patience.RunAsync(async token => ticket = await ReadAsync(token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ZkException or ObjectDisposedException)
            {
                // The stream of manifests says so too; the next state of the node is looked at again.
                Post(_ =>
                {
                    _isConfirming = false;
                    return Task.CompletedTask;
                });
                return;
            }

            Post(async token =>
            {
                _isConfirming = false;
                await LookAsync(new Observation(ticket, known), token).ConfigureAwait(false);
            });
        }
    }

    private DeployCommand Read(DeployTicket? found, Zxid? insteadOf)
    {
        if (found?.As(_options.AllowedSchemes) is not { } ticket) return new DeployCommand.DropManifest(Now);
        if (ticket.Manifest is { } whole && _options.ManifestCheck is { } check
            && check.Check(whole, new(_options.Path, ticket.DeployId, ticket.Zxid, ticket.Version, _state) { Data = ticket.Data }) is { Count: > 0 } problems)
        {
            ticket = ticket with { Manifest = null, Problems = problems };
        }

        if (ticket.Manifest is { } asking && DeployCheckRules.CheckAllowed(asking, _options.Commands, _options.ManifestCheck?.VouchesForCommands == true) is { } problem)
        {
            ticket = ticket with { Manifest = null, Problems = [problem] };
        }

        // A refused manifest must not speak for a deploy that was good: that has its own result, and keeps it.
        if (ticket.Manifest is null && _state.HasAccepted(ticket.DeployId)) ticket = ticket.Anonymous();
        foreach (var old in _tickets.Keys.Where(id => id != _state.Current?.DeployId && id != _state.Next?.DeployId).ToList()) _tickets.Remove(old);
        _tickets[ticket.DeployId] = ticket;
        return ticket.Manifest is { } manifest
            ? new DeployCommand.TakeManifest(Now, ticket.DeployId, manifest.Redacted(), ticket.Zxid, ticket.Version) { InsteadOf = insteadOf }
            : new DeployCommand.RefuseManifest(Now, ticket.DeployId, ticket.Problems, ticket.Zxid) { InsteadOf = insteadOf };
    }

    /// <param name="Ticket">The node; null when it is absent or empty.</param>
    /// <param name="InsteadOf">Set when it was read after a sync: the zxid that was the newest known before.</param>
    private sealed record Observation(DeployTicket? Ticket, Zxid? InsteadOf);

    private sealed class SessionObserver(Action<ZkSessionState> next) : IObserver<ZkSessionState>
    {
        public void OnCompleted()
        {
            // The client was disposed; the run ends by itself.
        }

        public void OnError(Exception error)
        {
            // Session streams have no errors.
        }

        public void OnNext(ZkSessionState value) => next(value);
    }
}
