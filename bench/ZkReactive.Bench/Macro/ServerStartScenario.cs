using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using ZkReactive.Server;

namespace ZkReactive.Bench.Macro;

/// <summary>
/// The embedded server: from the call of <c>StartAsync</c> to its reply to a first request, sent by a bare socket. The
/// first round is that of a cold process, in which every method still has to be compiled.
/// </summary>
internal static class ServerStartScenario
{
    // Frames of a connect request (time-out 10 s, new session) and of exists("/") with xid 1.
    private static readonly byte[] Connect = Convert.FromHexString("0000002D00000000000000000000000000002710000000000000000000000010" + new string('0', 34));
    private static readonly byte[] Exists = Convert.FromHexString("0000000E0000000100000003000000012F00");

    public static async Task RunAsync(BenchArguments arguments)
    {
        var milliseconds = new List<double>();
        for (var round = 0; round < arguments.Int("rounds", 20); round++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var server = await ZkServer.StartAsync();
            AskOnce(server);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var cold = milliseconds[0];
        milliseconds.Sort();
        BenchOutput.Write(new JsonObject
        {
            ["scenario"] = "server-start",
            ["rounds"] = milliseconds.Count,
            ["cold_ms"] = BenchOutput.Round(cold),
            ["p50_ms"] = BenchOutput.Round(BenchOutput.Percentile(milliseconds, 0.5)),
        });
    }

    private static void AskOnce(ZkServer server)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.EndPoint);
        socket.Send(Connect);
        Receive(socket);
        socket.Send(Exists);
        var reply = Receive(socket);
        if (reply is not [_, _, _, 1, ..]) throw new InvalidOperationException("The server did not answer the first request.");
    }

    private static byte[] Receive(Socket socket)
    {
        var length = new byte[4];
        Fill(socket, length);
        var frame = new byte[(length[2] << 8) | length[3]];
        Fill(socket, frame);
        return frame;
    }

    private static void Fill(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var received = socket.Receive(bytes);
            if (received == 0) throw new EndOfStreamException("The server closed the connection.");
            bytes = bytes[received..];
        }
    }
}
