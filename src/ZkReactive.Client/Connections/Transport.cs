using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ZkReactive.Client.Connections;

/// <summary>A connected socket, and the TLS on it if there is any.</summary>
internal sealed class Transport : IDisposable
{
    private Transport(Socket socket) => Socket = socket;

    /// <summary>The socket.</summary>
    public Socket Socket { get; }

    /// <summary>What encrypts; null for a plain connection.</summary>
    public SslStream? Tls { get; private set; }

    /// <summary>Connects, and makes the TLS handshake where <paramref name="tls"/> asks for it.</summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="AuthenticationException">The server's certificate is not to be trusted, or it does not take the client's.</exception>
    /// <exception cref="IOException">The other side does not speak TLS, or a certificate file cannot be used.</exception>
    public static async Task<Transport> ConnectAsync(
        IPEndPoint server, string hostName, ZkTlsOptions? tls, ConnectProgress? progress, CancellationToken cancellationToken)
    {
        var transport = new Transport(new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await transport.Socket.ConnectAsync(server, cancellationToken);
            if (progress is not null) progress.IsAccepted = true;
            if (tls is not null) await transport.EncryptAsync(hostName, tls, cancellationToken);
            return transport;
        }
        catch
        {
            transport.Dispose();
            throw;
        }
    }

    /// <summary>Sends all of <paramref name="bytes"/>.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        if (Tls is { } tls)
        {
            await tls.WriteAsync(bytes, cancellationToken);
            return;
        }

        while (bytes.Length > 0) bytes = bytes[await Socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
    }

    /// <summary>Receives some bytes; 0 when the server closed the connection.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> into, CancellationToken cancellationToken) =>
        Tls is { } tls ? tls.ReadAsync(into, cancellationToken) : Socket.ReceiveAsync(into, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Tls?.Dispose();
        Socket.Dispose();
    }

    private async Task EncryptAsync(string hostName, ZkTlsOptions options, CancellationToken cancellationToken)
    {
        using var files = TlsFiles.Read(options);
        Tls = new SslStream(new NetworkStream(Socket, ownsSocket: false));
        await Tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = options.ServerName ?? hostName,
                CertificateChainPolicy = files.ChainPolicy(),
                ClientCertificateContext = files.OwnCertificate(),
                RemoteCertificateValidationCallback = options.VerifyHostName
                    ? null
                    : static (_, _, _, errors) => (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None,
            },
            cancellationToken);
    }
}
