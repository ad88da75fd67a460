using ZkReactive.Client.Calls;
using ZkReactive.Client.Sasl;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Sasl;

namespace ZkReactive.Client.Connections;

/// <summary>SASL takes two round trips on each connection; the callers' requests, and the watches, wait until it is over.</summary>
internal sealed partial class SessionDriver
{
    // The connection that authenticates now.
    private Connection? _negotiating;

    /// <param name="connection">Where.</param>
    /// <param name="credential">The user and password.</param>
    /// <param name="thenLocked">What comes next on the connection.</param>
    private void BeginSaslLocked(Connection connection, Credential credential, Action thenLocked)
    {
        var (user, password) = credential.Auth.ToUserAndPassword();
        var exchange = new DigestMd5Client(user, password, DigestMd5.NewNonce());
        _negotiating = connection;
        SendSaslLocked(connection, [], new SaslStep(exchange, credential, thenLocked));
    }

    private void SendSaslLocked(Connection connection, byte[] token, SaslStep step)
    {
        connection.WriteLocked(new SaslCall(token, (error, answer) => OnSaslAnswered(connection, step, error, answer)));
        _hasPumped = true;
    }

    private void OnSaslAnswered(Connection connection, SaslStep step, ErrorCode error, byte[]? token)
    {
        byte[] next = [];
        var failure = error == ErrorCode.Ok ? step.Exchange.Take(token, out next) : RefusedWords(ZkAuth.SaslScheme);
        if (failure is not null)
        {
            GiveUp(connection, ZkAuth.SaslScheme, failure);
            return;
        }

        lock (_gate)
        {
            if (connection != _connection) return;
            if (next.Length > 0)
            {
                SendSaslLocked(connection, next, step);
                return;
            }

            _negotiating = null;
            step.Credential.Taken.TrySetResult();
            step.ThenLocked();
            PumpLocked(connection);
            _hasPumped = true;
        }
    }

    private sealed record SaslStep(DigestMd5Client Exchange, Credential Credential, Action ThenLocked);
}
