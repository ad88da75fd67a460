using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.Server.Connections;

/// <summary>An accepted socket, and the TLS on it if there is any. One reader and one sender at a time.</summary>
internal sealed class ClientSocket(Socket socket) : IDisposable
{
    private SslStream? _tls;

    /// <summary>Where the client is; one that came over IPv4 has an address of IPv4, whatever the server listens on.</summary>
    public IPEndPoint Remote { get; } = Plain((IPEndPoint)socket.RemoteEndPoint!);

    /// <summary>Makes the TLS handshake. Call before anything is received.</summary>
    /// <returns>The client's certificate; null when it showed none.</returns>
    public async Task<X509Certificate2?> EncryptAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        _tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await _tls.AuthenticateAsServerAsync(options, cancellationToken);
        return _tls.RemoteCertificate as X509Certificate2;
    }

    /// <summary>Receives some bytes; 0 when the client closed the connection.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> into) => _tls is { } tls ? tls.ReadAsync(into) : socket.ReceiveAsync(into);

    /// <summary>Sends all of it.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_tls is { } tls)
        {
            await tls.WriteAsync(bytes);
            return;
        }

        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    /// <summary>Ends the connection so that the client gets what was sent.</summary>
    public void CloseGracefully()
    {
        try
        {
            // Closing with unread requests would reset the connection and could cost the client its last replies.
            socket.Shutdown(SocketShutdown.Send);
            Span<byte> sink = stackalloc byte[1024];
            while (socket.Available > 0 && socket.Receive(sink) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already, by the client or by another thread.
        }

        socket.Dispose();
    }

    /// <summary>Ends the connection now; whoever reads or sends fails.</summary>
    public void Abort()
    {
        try
        {
            // The client sees an end, as of a process that died, rather than a reset.
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }

    public void Dispose()
    {
        _tls?.Dispose();
        socket.Dispose();
    }

    private static IPEndPoint Plain(IPEndPoint remote) =>
        remote.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(remote.Address.MapToIPv4(), remote.Port) : remote;
}
