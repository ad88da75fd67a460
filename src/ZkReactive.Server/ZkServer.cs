using System.Net;
using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>
/// A single-node ZooKeeper server inside this process. It speaks the protocol of ZooKeeper 3.9 to any client and keeps
/// its tree in memory.
/// </summary>
public sealed class ZkServer : IAsyncDisposable, IFaultTarget
{
    private ZkServer(IPEndPoint endPoint)
    {
        EndPoint = endPoint;
        Faults = new ZkServerFaults(this);
    }

    /// <summary>The address and port that are listened on; stays the same after <see cref="SuspendAsync"/>.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>What a client connects to, as <c>127.0.0.1:2181</c>.</summary>
    public string ConnectString => EndPoint.ToString();

    /// <summary>Faults that can be switched on for tests.</summary>
    public ZkServerFaults Faults { get; }

    /// <summary>A snapshot of the counters.</summary>
    public ZkServerStatistics Statistics { get; } = new();

    /// <summary>Starts a server; when the task completes, clients can connect.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address cannot be listened on.</exception>
    public static Task<ZkServer> StartAsync(ZkServerOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>
    /// Stops listening and closes every connection, but keeps the tree and the sessions; their clock goes on. For clients
    /// the server is away until <see cref="ResumeAsync"/>.
    /// </summary>
    public Task SuspendAsync() => throw new NotSupportedException();

    /// <summary>Listens again on the same port after <see cref="SuspendAsync"/>; every session gets its full timeout anew.</summary>
    public Task ResumeAsync() => throw new NotSupportedException();

    /// <summary>Stops for good: closes the listener and every connection. May be called again.</summary>
    public Task StopAsync() => throw new NotSupportedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    void IFaultTarget.DropConnections()
    {
    }

    void IFaultTarget.ExpireSession(SessionId session)
    {
    }

    void IFaultTarget.ExpireAllSessions()
    {
    }

    void IFaultTarget.FlushConnections()
    {
    }
}
