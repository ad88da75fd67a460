using System.Net.Sockets;

namespace ZkReactive.Pipelines.Discovery;

/// <summary>Up when a TCP connection is accepted.</summary>
/// <param name="host">Whom to connect to.</param>
/// <param name="port">Where.</param>
public sealed class TcpProbe(string host, int port) : ServiceProbe
{
    /// <inheritdoc/>
    public override async ValueTask<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        // A port that is probed every second must not fill up with connections that wait to be forgotten.
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return ProbeResult.Up("connected");
        }
        catch (SocketException e)
        {
            return ProbeResult.Down(e.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "connection refused",
                SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host not found",
                _ => e.Message,
            });
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "tcp://" + ServiceInstance.Join(host, port);
}
