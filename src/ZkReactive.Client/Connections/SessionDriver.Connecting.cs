using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Client.Sessions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

internal sealed partial class SessionDriver
{
    private readonly HostList _hosts;
    private readonly ReconnectDelay _delay;
    private Task _connecting = Task.CompletedTask;
    private long _connectedAt;

    // Servers in a row that took the connection and closed it without an answer.
    private int _refusals;

    // The longest that one attempt may take before the first connection, so that whoever waits for it hears of every server.
    private TimeSpan _firstAttempts = TimeSpan.MaxValue;

    private void StartConnectingLocked(bool atOnce, EndPoint? lost)
    {
        if (_isClosing || _authFailed is not null) return;
        _connecting = Task.Run(() => ConnectAsync(atOnce, lost));
    }

    private async Task ConnectAsync(bool atOnce, EndPoint? lost)
    {
        var cancellationToken = _lifetime.Token;
        try
        {
            while (true)
            {
                if (!atOnce) await Task.Delay(_delay.Next(), _time, cancellationToken);
                atOnce = false;
                if (await TryEveryServerAsync(lost, cancellationToken)) return;
                lost = null;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The client was disposed.
        }
    }

    private async Task<bool> TryEveryServerAsync(EndPoint? lost, CancellationToken cancellationToken)
    {
        List<ServerAddress> last = [];
        for (var i = 0; i < _hosts.Count; i++)
        {
            foreach (var server in await ResolveAsync(_hosts.Next(), cancellationToken))
            {
                // The server just lost is probably still lost: the others first.
                if (server.EndPoint.Equals(lost) && _hosts.Count > 1) last.Add(server);
                else if (await TryServerAsync(server, cancellationToken)) return true;
            }
        }

        foreach (var server in last)
        {
            if (await TryServerAsync(server, cancellationToken)) return true;
        }

        return false;
    }

    private async Task<ServerAddress[]> ResolveAsync(ZkHost host, CancellationToken cancellationToken)
    {
        try
        {
            return await ServerConnector.ResolveAsync(host, _options.Resolve, Random.Shared, cancellationToken);
        }
        catch (SocketException e)
        {
            NoteFailure(host.ToString(), $"the name cannot be resolved ({e.SocketErrorCode})");
            _refusals = 0;
            return [];
        }
        catch (OperationCanceledException)
        {
            Failures.AddUnfinished(host.ToString(), "the name was not resolved in time");
            throw;
        }
    }

    // A host's share of the time is divided among its addresses: one that swallows packets must not use up that of the next.
    private async Task<bool> TryServerAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        var attempt = await AttemptAsync(server, asNewcomer: false, cancellationToken);
        if (attempt == Attempt.Expired) attempt = await AttemptAsync(server, asNewcomer: false, cancellationToken);
        if (attempt == Attempt.Refused && SuspectsLostHistory()) attempt = await AttemptAsync(server, asNewcomer: true, cancellationToken);
        return attempt == Attempt.Connected;
    }

    // Every server has twice refused a client without a session: they may have no quorum, or a history that ends before
    // what this client has seen. Asking as a newcomer tells which; see Prime for what is made of the answer.
    private bool SuspectsLostHistory()
    {
        lock (_gate) return _refusals >= 2 * _hosts.Count && _machine.Id == SessionId.None && _machine.LastZxid > Zxid.None;
    }

    private async Task<Attempt> AttemptAsync(ServerAddress server, bool asNewcomer, CancellationToken cancellationToken)
    {
        ConnectRequest request;
        TimeSpan allowed;
        lock (_gate)
        {
            request = _machine.BuildRequest(asNewcomer);
            allowed = _machine.Timers.Connect;
            if (_machine.ConnectionNumber == 0 && _firstAttempts < allowed) allowed = _firstAttempts;
            allowed /= server.OfHost;
        }

        var started = _time.GetTimestamp();
        var progress = new ConnectProgress();

        using var deadline = new CancellationTokenSource(allowed, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var handshake = await ServerConnector.ConnectAsync(server, _options.Tls, request, progress, both.Token);
            _refusals = 0;
            return Adopt(server, handshake, asNewcomer);
        }
        catch (HandshakeRefusedException e)
        {
            _refusals++;
            NoteFailure(server.ToString(), e.Message);
            return Attempt.Refused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            NoteFailure(server.ToString(), progress.Describe(allowed));
        }
        catch (OperationCanceledException)
        {
            Failures.AddUnfinished(server.ToString(), progress.Describe(_time.GetElapsedTime(started)));
            throw;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            NoteFailure(server.ToString(), e is SocketException socket ? socket.SocketErrorCode.ToString() : e.Message);
        }
        catch (AuthenticationException e)
        {
            NoteFailure(server.ToString(), $"no TLS: {(e.InnerException ?? e).Message}");
        }

        _refusals = 0;
        return Attempt.Failed;
    }

    private Attempt Adopt(ServerAddress server, Handshake handshake, bool asNewcomer)
    {
        Connection connection;
        lock (_gate)
        {
            var before = _machine.LastZxid;
            var result = _isClosing ? HandshakeResult.Stale : _machine.Accept(handshake.Request, handshake.Response);
            if (result is HandshakeResult.Stale or HandshakeResult.Expired)
            {
                handshake.Transport.Dispose();
                if (result == HandshakeResult.Expired) AnnounceExpiryLocked();
                return result == HandshakeResult.Expired ? Attempt.Expired : Attempt.Failed;
            }

            _connection = connection = new Connection(_gate, handshake.Transport, handshake.Server, this, _options.MaxPacketBytes);
            _connectedAt = _time.GetTimestamp();
            _current = new ZkHost(server.HostName, server.EndPoint.Port);
            _hosts.Settle();
            if (result == HandshakeResult.Resumed) Log.SessionResumed(_logger, _machine.LastId, handshake.Server);
            else Log.SessionOpened(_logger, _machine.LastId, handshake.Server, _machine.NegotiatedTimeout);
            PrimeLocked(connection, asNewcomer ? before : null, result == HandshakeResult.Resumed ? WatchGap.Reconnected : WatchGap.NewSession);
            PumpLocked(connection);
            EnsureTimerLocked(long.MinValue, _connectedAt);
        }

        connection.Flush();
        connection.StartReceiving(handshake.LeftOver);
        if (handshake.Response.ReadOnly ?? false) _ = SeekWritableAsync(connection);
        return Attempt.Connected;
    }

    private void NoteFailure(string server, string reason)
    {
        Failures.Add(server, reason);
        SessionId session;
        lock (_gate) session = _machine.Id;
        Log.AttemptFailed(_logger, session, server, reason);
    }

    private enum Attempt
    {
        Connected,
        Refused,
        Failed,
        Expired,
    }
}
