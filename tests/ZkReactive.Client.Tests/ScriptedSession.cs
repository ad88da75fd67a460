using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.ScriptedServer;

namespace ZkReactive.Client.Tests;

/// <summary>Records that scripts answer with.</summary>
internal static class ScriptedSession
{
    public static readonly Stat SomeStat = new(new Zxid(1), new Zxid(2), 3, 4, 5, 6, 7, 0, 0, 0, new Zxid(8));

    /// <summary>Starts a client whose server is scripted, and plays the handshake.</summary>
    public static async Task<(IZkClient Client, ScriptedConnection Connection)> OpenAsync(
        this ScriptedServer server, ZkClientOptions? options = null, string chroot = "", int timeoutMilliseconds = 10_000)
    {
        var client = ZkClient.Start((options ?? new ZkClientOptions()) with { ConnectString = server.ConnectString + chroot });
        var connection = await server.AcceptSessionAsync(timeoutMilliseconds: timeoutMilliseconds);
        return (client, connection);
    }

    public static Task ReplyDataAsync(this ScriptedConnection connection, ScriptedRequest request, string data = "", long zxid = 100) =>
        connection.ReplyAsync(request.Xid, zxid, new GetDataResponse(System.Text.Encoding.UTF8.GetBytes(data), SomeStat));

    public static string Text(this ZkNode node) => System.Text.Encoding.UTF8.GetString(node.Data.Span);

    /// <summary>Ends the server before the client, which then has nobody to take leave of.</summary>
    public static IAsyncDisposable ClosingFirst(this ScriptedServer server, IZkClient client) => new Closing(server, client);

    private sealed class Closing(ScriptedServer server, IZkClient client) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            server.Dispose();
            return client.DisposeAsync();
        }
    }
}
