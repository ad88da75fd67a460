namespace ZkReactive.Client.Sessions;

/// <summary>The servers in an order of this client's own, so that a fleet spreads over them.</summary>
internal sealed class HostList
{
    private readonly ZkHost[] _hosts;
    private int _next;

    public HostList(IReadOnlyList<ZkHost> hosts, Random random)
    {
        _hosts = [.. hosts];
        random.Shuffle(_hosts);
    }

    /// <summary>How many servers there are.</summary>
    public int Count => _hosts.Length;

    /// <summary>All servers, in the order of turns.</summary>
    public IReadOnlyList<ZkHost> All => _hosts;

    /// <summary>The next server in turn; the one just connected to comes last of all.</summary>
    public ZkHost Next()
    {
        var host = _hosts[_next];
        _next = (_next + 1) % _hosts.Length;
        return host;
    }
}
