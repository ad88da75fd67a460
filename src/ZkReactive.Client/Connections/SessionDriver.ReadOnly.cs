using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using ZkReactive.Client.Sessions;

namespace ZkReactive.Client.Connections;

/// <summary>A client that found only a server cut off from its quorum goes on looking for one that takes writes.</summary>
internal sealed partial class SessionDriver
{
    private static readonly TimeSpan LongestSearchPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(1);

    private async Task SeekWritableAsync(Connection connection)
    {
        var pauses = new ReconnectDelay(LongestSearchPause, Random.Shared);
        var cancellationToken = _lifetime.Token;
        try
        {
            while (!connection.IsClosed)
            {
                await Task.Delay(pauses.Next(), _time, cancellationToken);
                if (!await AnyServerIsWritableAsync(cancellationToken)) continue;
                connection.Close(new IOException("another server takes writes again"));
            }
        }
        catch (OperationCanceledException)
        {
            // The client was disposed.
        }
    }

    private async Task<bool> AnyServerIsWritableAsync(CancellationToken cancellationToken)
    {
        foreach (var host in _hosts.All)
        {
            foreach (var server in await ResolveAsync(host, cancellationToken))
            {
                if (await IsWritableAsync(server, cancellationToken)) return true;
            }
        }

        return false;
    }

    // The four-letter word is on by itself at servers that may be read-only.
    private async Task<bool> IsWritableAsync(ServerAddress server, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ProbePatience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var transport = await Transport.ConnectAsync(server.EndPoint, server.HostName, _options.Tls, progress: null, both.Token);
            await transport.SendAsync("isro"u8.ToArray(), both.Token);
            var answer = new byte[16];
            var length = await transport.ReceiveAsync(answer, both.Token);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith("rw", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
