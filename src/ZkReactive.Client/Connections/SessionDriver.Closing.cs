using ZkReactive.Client.Calls;
using ZkReactive.Client.Diagnostics;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

internal sealed partial class SessionDriver : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _closed = NewSignal();
    private bool _isClosing;
    private string? _authFailed;
    private string _authReason = "";

    /// <summary>Closes the session at the server, if there is a connection, and settles every call. More than once is harmless.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!await TryEndAsync(answered => new InternalCall<EmptyRecord>(OpCode.CloseSession, default, _ => answered.TrySetResult()))) await _closed.Task;
    }

    private async Task<bool> TryEndAsync(Func<TaskCompletionSource, Call> farewell)
    {
        Connection? connection;
        var answered = NewSignal();
        lock (_gate)
        {
            if (_isClosing) return false;
            _isClosing = true;
            connection = _connection;
            connection?.WriteLocked(farewell(answered));
        }

        SettleWaiting();
        if (connection is not null) await SayFarewellAsync(connection, answered.Task);
        await _lifetime.CancelAsync();
        connection?.Dispose();
        SettleInFlight(connection);
        await _connecting;
        Watches.Close();
        lock (_gate)
        {
            _connection = null;
            _machine.Disconnect();
            PublishLocked(ZkSessionStatus.Closed, isLast: true);
            ZkClientDiagnostics.Remove(this);
            Fail(_whenConnected, ClosedError());
            foreach (var credential in _credentials) Fail(credential.Taken, ClosedError());
        }

        await _timer.DisposeAsync();
        _dispatcher.Run();
        _lifetime.Dispose();
        _closed.SetResult();
        return true;
    }

    // The replies to what is in flight come before the one to the farewell. A server that does not answer is not waited
    // for: the session then ends by its time-out. Real time, because the other side is real.
    private static async Task SayFarewellAsync(Connection connection, Task answered)
    {
        connection.Flush();
        using var ended = new CancellationTokenSource();
        await Task.WhenAny(answered, connection.Ended, Task.Delay(Farewell, TimeProvider.System, ended.Token));
        await ended.CancelAsync();
    }

    private void GiveUp(Connection connection, string scheme, string reason)
    {
        lock (_gate)
        {
            if (_isClosing || _authFailed is not null) return;
            _authFailed = scheme;
            _authReason = reason;
            Log.AuthFailed(_logger, _machine.LastId, scheme, reason);
            PublishLocked(ZkSessionStatus.AuthFailed);
            Fail(_whenConnected, AuthError());
            foreach (var credential in _credentials) Fail(credential.Taken, AuthError());
        }

        SettleWaiting();
        SettleInFlight(connection);
        connection.Close(new IOException("the server refused the credentials"));
        Watches.Expire();
    }

    private void SettleWaiting()
    {
        Call[] calls;
        lock (_gate)
        {
            calls = [.. _again, .. _waiting];
            _again.Clear();
            _waiting.Clear();
        }

        Settle(calls);
    }

    private void SettleInFlight(Connection? connection)
    {
        if (connection is null) return;
        List<Call> calls = [];
        lock (_gate)
        {
            for (var i = 0; i < connection.InFlight.Count; i++)
            {
                connection.InFlight[i].IsHeld = true;
                calls.Add(connection.InFlight[i]);
            }
        }

        Settle(calls);
    }

    private void Settle(IEnumerable<Call> calls)
    {
        foreach (var call in calls)
        {
            Exception? error;
            lock (_gate) error = TerminalErrorLocked(call);
            call.TryFail(error ?? ClosedError());
        }
    }

    private Exception? TerminalErrorLocked(Call? call)
    {
        if (_isClosing) return ClosedError();
        return _authFailed is null ? null : AuthError(call);
    }

    private AuthFailedException AuthError(Call? call = null) =>
        new(
            _machine.LastId, _authFailed ?? "",
            (call is null ? "Authentication failed: " : $"{call.Operation} {call.Path} failed: ")
            + $"{_authReason}, and the client has given up. Make a new client with the right ones.")
        {
            Path = call?.Path,
            Operation = call?.Operation,
        };

    private static string RefusedWords(string scheme) => $"the server refused the credentials of scheme '{scheme}'";

    private static ObjectDisposedException ClosedError() => new(nameof(ZkClient), "The client was disposed.");

    private static void Fail(TaskCompletionSource signal, Exception error)
    {
        signal.TrySetException(error);
        _ = signal.Task.Exception;
    }
}
