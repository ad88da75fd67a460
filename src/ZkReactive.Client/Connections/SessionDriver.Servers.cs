using ZkReactive.Client.Diagnostics;

namespace ZkReactive.Client.Connections;

/// <summary>The list of servers changes while the client lives.</summary>
internal sealed partial class SessionDriver
{
    // The server connected to, or the last one, as its list has it.
    private ZkHost? _current;

    // The connection that is left as soon as its calls are answered; new ones wait for the next.
    private Connection? _leaving;

    /// <summary>The servers, in the order of turns.</summary>
    public IReadOnlyList<ZkHost> Servers => _hosts.All;

    /// <summary>Takes another list of servers; true when the client goes over to another one for it.</summary>
    public bool UpdateServers(IReadOnlyList<ZkHost> hosts)
    {
        Connection? left = null;
        bool moves;
        lock (_gate)
        {
            if (TerminalErrorLocked(null) is { } error) throw error;
            if (hosts.Count == _hosts.Count && !hosts.Except(_hosts.All).Any()) return false;
            moves = _hosts.Update(hosts, _current);
            _machine.HostCount = _hosts.Count;
            Log.ServersChanged(_logger, _machine.LastId, string.Join(',', hosts), moves);
            if (moves && _connection is { } connection)
            {
                _leaving = connection;
                left = TakeLeftLocked();
            }
        }

        LeaveBehind(left);
        return moves;
    }

    // Nothing is on its way: no call has to fail because the client moves.
    private Connection? TakeLeftLocked()
    {
        if (_leaving is not { } connection || connection != _connection || connection.InFlight.Count > 0) return null;
        _leaving = null;
        return connection;
    }

    private static void LeaveBehind(Connection? connection) => connection?.Close(new IOException("the list of servers has changed"));
}
