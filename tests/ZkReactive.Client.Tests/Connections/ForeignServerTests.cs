using System.Net;
using System.Net.Sockets;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests.Connections;

/// <summary>Who connects to a port where something else listens is told what was found there.</summary>
public class ForeignServerTests
{
    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "'HTTP/1.1 400 Bad'")]
    [InlineData("220 mail\r\n", "'220 mail'")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u000a", "0x1503010002020A")]
    [InlineData("\u0000\u0000\u0000\u0002hi", "'hi'")]
    [InlineData("ok", "'ok'")]
    public async Task Connect_ForeignAnswer_SaysWhatCame(string answer, string shown)
    {
        using var server = new ScriptedServer();
        var address = server.ConnectString;
        var connecting = ZkClient.ConnectAsync(Options(server, connectSeconds: 2));
        var playing = AnswerAllAsync(server, System.Text.Encoding.Latin1.GetBytes(answer));
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => connecting.Soon());
        server.Dispose();
        await playing.Soon();

        var attempt = Assert.Single(error.Attempts);
        Assert.Equal(
            (address, $"answered with bytes that are not ZooKeeper's ({shown}): is this a ZooKeeper client port?"),
            (attempt.Server, attempt.Reason));
        Assert.Contains(attempt.Reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_SilentServer_SaysThatItAcceptedAndWasSilent()
    {
        using var server = new ScriptedServer();
        var error = await Assert.ThrowsAsync<ConnectFailedException>(() => ZkClient.ConnectAsync(Options(server, connectSeconds: 0.3)).Soon());
        var attempt = Assert.Single(error.Attempts);
        Assert.StartsWith("accepted the connection but gave no answer within 0.", attempt.Reason, StringComparison.Ordinal);
        Assert.EndsWith(" s: is this a ZooKeeper client port?", attempt.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_SilentServerAmongTwo_LeavesTimeForTheOther()
    {
        using var silent = new ScriptedServer();
        using var good = new ScriptedServer();
        var accepting = good.AcceptSessionAsync();
        var options = Options(silent, connectSeconds: 8) with { ConnectString = $"{silent.ConnectString},{good.ConnectString}" };
        var client = await ZkClient.ConnectAsync(options).Soon();
        await using var _ = good.ClosingFirst(client);
        Assert.Equal(good.EndPoint, client.Session.Server);
        await accepting;
    }

    [Fact]
    public async Task Connect_SilentAddressAmongTwoOfOneName_LeavesTimeForTheOther()
    {
        using var good = new ScriptedServer();
        using var silent = new TcpListener(IPAddress.Parse("127.0.0.2"), good.EndPoint.Port);
        silent.Start();
        var options = Options(good, connectSeconds: 15) with
        {
            ConnectString = $"two-addresses:{good.EndPoint.Port}",
            Resolve = (_, _) => Task.FromResult(new[] { IPAddress.Loopback, IPAddress.Parse("127.0.0.2") }),
        };

        // The addresses are tried in random order; until the silent one came first.
        while (!silent.Pending())
        {
            var accepting = good.AcceptSessionAsync();
            var client = await ZkClient.ConnectAsync(options).Soon();
            Assert.Equal(good.EndPoint, client.Session.Server);
            (await accepting).Close();
            await client.DisposeAsync();
        }
    }

    private static ZkClientOptions Options(ScriptedServer server, double connectSeconds) =>
        new()
        {
            ConnectString = server.ConnectString,
            SessionTimeout = TimeSpan.FromMinutes(1),
            ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
        };

    private static async Task AnswerAllAsync(ScriptedServer server, byte[] answer)
    {
        try
        {
            while (true)
            {
                var connection = await server.AcceptAsync();
                await connection.ReadConnectAsync();
                await connection.WriteRawAsync(answer);
                connection.Close();
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or EndOfStreamException)
        {
            // The server was ended.
        }
    }
}
