using ZkReactive.Client;

namespace ZkReactive.Cli;

/// <summary>Tells the person at the terminal, on stderr, when the connection goes and comes back.</summary>
internal sealed class SessionNotices(CliContext context, bool announceFirst = false)
{
    private bool _wasAway;
    private int _sessionNumber;

    /// <summary>Takes the next state.</summary>
    public void Write(ZkSessionState state)
    {
        switch (state.Status)
        {
            case ZkSessionStatus.Disconnected when !_wasAway:
                _wasAway = true;
                context.Notice("connection lost; reconnecting");
                break;
            case ZkSessionStatus.Connected or ZkSessionStatus.ConnectedReadOnly:
                if (announceFirst && _sessionNumber == 0) context.Notice($"connected to {state.Server}");
                else if (_wasAway) context.Notice($"connected again to {state.Server}{(state.SessionNumber > _sessionNumber ? " with a new session" : "")}");
                _wasAway = false;
                _sessionNumber = state.SessionNumber;
                break;
            case ZkSessionStatus.Expired:
                _wasAway = true;
                context.Notice("session expired; opening a new one");
                break;
            case ZkSessionStatus.AuthFailed:
                context.Notice("the server refused the credentials");
                break;
        }
    }
}
