using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>
/// What every connection starts with, in this order: credentials, watches, then the callers' requests. The client counts
/// as connected when the credentials and watches are answered.
/// </summary>
internal sealed partial class SessionDriver
{
    private readonly List<Credential> _credentials = [];
    private readonly Queue<(Credential Credential, bool IsPriming)> _unanswered = new();
    private int _primingLeft;

    /// <summary>Gives credentials to this and every later connection; completes when the server took them once.</summary>
    public Task AuthenticateAsync(ZkAuth auth)
    {
        var credential = new Credential(auth);
        Connection? connection;
        lock (_gate)
        {
            if (TerminalErrorLocked(null) is { } error) return Task.FromException(error);
            if (auth.IsSasl && _credentials.Exists(other => other.Auth.IsSasl))
                return Task.FromException(new InvalidOperationException("The client has SASL credentials already; a connection takes one."));
            _credentials.Add(credential);
            connection = _connection;
            if (connection is not null && auth.IsSasl) BeginSaslLocked(connection, credential, static () => { });
            else if (connection is not null) WriteCredentialLocked(connection, credential, isPriming: false);
        }

        connection?.Flush();
        return credential.Taken.Task;
    }

    private void PrimeLocked(Connection connection, Zxid? seenBefore, WatchGap gap)
    {
        _unanswered.Clear();
        _primingLeft = 0;
        foreach (var credential in _credentials.Where(credential => !credential.Auth.IsSasl))
        {
            WriteCredentialLocked(connection, credential, isPriming: true);
            _primingLeft++;
        }

        _negotiating = null;
        if (_credentials.Find(credential => credential.Auth.IsSasl) is not { } sasl)
        {
            PrimeFurtherLocked(connection, seenBefore, gap);
            return;
        }

        _primingLeft++;
        BeginSaslLocked(connection, sasl, () =>
        {
            _primingLeft--;
            PrimeFurtherLocked(connection, seenBefore, gap);
        });
    }

    private void PrimeFurtherLocked(Connection connection, Zxid? seenBefore, WatchGap gap)
    {
        if (seenBefore is { } seen)
        {
            _primingLeft++;
            connection.WriteLocked(new InternalCall<SyncRequest>(OpCode.Sync, new SyncRequest("/"), header => OnNewcomerSynced(seen, header.Zxid)));
        }

        foreach (var batch in Watches.TakeStock(_machine.LastZxid, gap)) WriteWatchesLocked(connection, batch);
        if (_primingLeft == 0) OnPrimedLocked(connection);
    }

    private void WriteCredentialLocked(Connection connection, Credential credential, bool isPriming)
    {
        _unanswered.Enqueue((credential, isPriming));
        connection.WriteUnpairedLocked(Xids.Auth, OpCode.Auth, new AuthPacket(0, credential.Auth.Scheme, credential.Auth.Credential));
    }

    private void WriteWatchesLocked(Connection connection, SetWatches2 batch)
    {
        _primingLeft++;
        var oneShot = new SetWatches(batch.RelativeZxid, batch.DataWatches, batch.ExistWatches, batch.ChildWatches);
        if (batch.PersistentWatches.Count + batch.PersistentRecursiveWatches.Count == 0)
        {
            connection.WriteWithXidLocked(new InternalCall<SetWatches>(OpCode.SetWatches, oneShot, _ => OnPrimeAnswered(connection)), Xids.SetWatches);
            return;
        }

        connection.WriteWithXidLocked(
            new InternalCall<SetWatches2>(OpCode.SetWatches2, batch, header => OnWatchesAnswered(connection, oneShot, header)), Xids.SetWatches);
    }

    private void OnWatchesAnswered(Connection connection, SetWatches oneShot, ReplyHeader header)
    {
        if (header.Error == ErrorCode.Unimplemented)
        {
            // An older server than the one the watches were added at. What it can keep, it keeps.
            Log.PersistentWatchesUnknown(_logger, _machine.LastId);
            Watches.FailPersistent(new UnimplementedException(
                header.Zxid, "A persistent watch ended: the server now connected to is older than 3.6 and does not know them. Use one-shot watches."));
            lock (_gate)
            {
                connection.WriteWithXidLocked(new InternalCall<SetWatches>(OpCode.SetWatches, oneShot), Xids.SetWatches);
                _hasPumped = true;
            }
        }

        OnPrimeAnswered(connection);
    }

    private void OnPrimeAnswered(Connection connection)
    {
        lock (_gate)
        {
            if (connection == _connection && --_primingLeft == 0) OnPrimedLocked(connection);
        }
    }

    private void OnPrimedLocked(Connection connection)
    {
        Log.Connected(_logger, _machine.LastId, connection.Server);
        PublishLocked(_machine.IsReadOnly ? ZkSessionStatus.ConnectedReadOnly : ZkSessionStatus.Connected);
    }

    // The server took us as a newcomer and has caught up with its leader. If it still is behind what was seen, the
    // ensemble has lost that history; if not, it merely had no quorum when it refused us.
    private void OnNewcomerSynced(Zxid seen, Zxid now)
    {
        lock (_gate)
        {
            if (now < seen)
            {
                Log.HistoryLost(_logger, _machine.LastId, seen);
                _machine.ForgetHistory();
                _machine.Saw(now);
            }

            if (_connection is { } connection && --_primingLeft == 0) OnPrimedLocked(connection);
        }
    }

    private void OnAuthAnswered(Connection connection, ErrorCode error)
    {
        (Credential Credential, bool IsPriming) answered;
        lock (_gate)
        {
            if (connection != _connection || !_unanswered.TryDequeue(out answered)) return;
            if (error == ErrorCode.Ok)
            {
                answered.Credential.Taken.TrySetResult();
                if (answered.IsPriming && --_primingLeft == 0) OnPrimedLocked(connection);
                return;
            }
        }

        GiveUp(connection, answered.Credential.Auth.Scheme, RefusedWords(answered.Credential.Auth.Scheme));
    }

    private sealed record Credential(ZkAuth Auth)
    {
        public TaskCompletionSource Taken { get; } = NewSignal();
    }
}
