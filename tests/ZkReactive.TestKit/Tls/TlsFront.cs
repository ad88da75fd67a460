using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace ZkReactive.TestKit.Tls;

/// <summary>Speaks TLS for a server that does not, and notes what each client asked for and showed.</summary>
public sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _accepting;

    /// <summary>Starts it before the server at <paramref name="server"/>, an address and port.</summary>
    public TlsFront(string server, X509Certificate2 certificate, bool asksForCertificate = false)
    {
        _server = IPEndPoint.Parse(server);
        Certificate = certificate;
        AsksForCertificate = asksForCertificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>What it shows to clients that connect from now on.</summary>
    public X509Certificate2 Certificate { get; set; }

    /// <summary>Whether clients must show a certificate.</summary>
    public bool AsksForCertificate { get; }

    /// <summary>The port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Name asked for and subject shown (or null), of each handshake that was completed.</summary>
    public ConcurrentQueue<(string? ServerName, string? Client)> Handshakes { get; } = [];

    /// <summary>Ends every connection.</summary>
    public void Cut()
    {
        while (_sockets.TryTake(out var socket)) socket.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        Cut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var work = new List<Task>();
        try
        {
            while (true) work.Add(ServeAsync(await _listener.AcceptSocketAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }

        Cut();
        await Task.WhenAll(work);
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(client);
        _sockets.Add(server);
        try
        {
            await using var tls = new SslStream(new NetworkStream(client, ownsSocket: true));
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificate,
                ClientCertificateRequired = AsksForCertificate,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null || !AsksForCertificate,
            });
            Handshakes.Enqueue((tls.TargetHostName, tls.RemoteCertificate?.Subject));
            await server.ConnectAsync(_server);
            await using var plain = new NetworkStream(server, ownsSocket: true);
            await Task.WhenAny(tls.CopyToAsync(plain), plain.CopyToAsync(tls));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // One of the two has gone.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }
}
