using System.Net.Sockets;
using System.Text;
using ZkReactive.Client;

namespace ZkReactive.Ensemble.Status;

/// <summary>Asks a server one of its four-letter words over a connection of its own.</summary>
internal static class FourLetterWord
{
    /// <summary>No answer of these words is longer; more is cut.</summary>
    private const int MostBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The answer, or why there is none.</summary>
    public static async Task<FourLetterAnswer> AskAsync(ZkHost host, string word, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host.Name, host.Port, both.Token).ConfigureAwait(false);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(word), both.Token).ConfigureAwait(false);
            var text = await ReadAsync(stream, both.Token).ConfigureAwait(false);
            return text.Length > 0 ? new(text, null) : new(null, "it closed the connection without an answer");
        }
        catch (SocketException e)
        {
            return new(null, e.SocketErrorCode == SocketError.ConnectionRefused ? "connection refused" : e.Message);
        }
        catch (IOException e)
        {
            return new(null, e.InnerException?.Message ?? e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, $"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        using var all = new MemoryStream();
        while (all.Length < MostBytes && await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count) all.Write(buffer, 0, count);
        return Encoding.UTF8.GetString(all.ToArray());
    }
}
