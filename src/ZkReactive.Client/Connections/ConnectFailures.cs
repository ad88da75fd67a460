namespace ZkReactive.Client.Connections;

/// <summary>The last failed attempt at each server, for the error message of a client that never got through.</summary>
internal sealed class ConnectFailures
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _reasons = [];

    /// <summary>Notes a failed attempt.</summary>
    public void Add(string server, string reason)
    {
        lock (_lock) _reasons[server] = reason;
    }

    /// <summary>Notes an attempt that was cut short, unless an earlier one at this server told more.</summary>
    public void AddUnfinished(string server, string reason)
    {
        lock (_lock) _reasons.TryAdd(server, reason);
    }

    /// <summary>The exception for all of them.</summary>
    public ConnectFailedException ToException(string connectString, TimeSpan allowed)
    {
        lock (_lock)
        {
            var attempts = _reasons.Select(pair => new ConnectAttempt(pair.Key, pair.Value)).ToArray();
            var tried = attempts.Length == 0 ? "no attempt was finished" : string.Join("; ", attempts.Select(attempt => $"{attempt.Server}: {attempt.Reason}"));
            return new ConnectFailedException(
                attempts,
                $"No server of '{connectString}' could be connected to within {allowed.TotalSeconds:0.###} s ({tried}). "
                + "Check that the servers run and can be reached, then try again.");
        }
    }
}
