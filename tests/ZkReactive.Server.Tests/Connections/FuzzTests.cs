using System.Globalization;
using System.Net.Sockets;
using Xunit.Abstractions;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Connections;

/// <summary>Requests of every kind with some of their bytes changed: the server answers, or closes the connection, and serves everybody else.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int FramesAConnection = 500;
    private const long MostMemory = 300 * 1024 * 1024;

    /// <summary>How many frames are sent; a long run sets ZKREACTIVE_FUZZ.</summary>
    private static readonly int Frames = int.TryParse(Environment.GetEnvironmentVariable("ZKREACTIVE_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var frames) ? frames : 20_000;

    private static readonly byte[][] Good =
    [
        Frame(OpCode.Create, new CreateRequest("/f", new byte[5], Acl.OpenUnsafe, CreateMode.Ephemeral)),
        Frame(OpCode.Create2, new CreateRequest("/f/g-", null, Acl.CreatorAll, CreateMode.EphemeralSequential)),
        Frame(OpCode.CreateContainer, new CreateRequest("/c", null, Acl.OpenUnsafe, CreateMode.Container)),
        Frame(OpCode.CreateTtl, new CreateTtlRequest("/t", null, Acl.OpenUnsafe, CreateMode.PersistentWithTtl, 1)),
        Frame(OpCode.Delete, new DeleteRequest("/f", -1)),
        Frame(OpCode.SetData, new SetDataRequest("/f", new byte[9], -1)),
        Frame(OpCode.GetData, new GetDataRequest("/f", true)),
        Frame(OpCode.Exists, new ExistsRequest("/g", true)),
        Frame(OpCode.GetChildren2, new GetChildren2Request("/", true)),
        Frame(OpCode.GetAcl, new GetAclRequest("/f")),
        Frame(OpCode.SetAcl, new SetAclRequest("/f", Acl.OpenUnsafe, -1)),
        Frame(OpCode.Sync, new SyncRequest("/f")),
        Frame(OpCode.Multi, new MultiRequest([new MultiOperation.Check(new CheckVersionRequest("/f", 0)), new MultiOperation.Delete(new DeleteRequest("/f", -1))])),
        Frame(OpCode.SetWatches2, new SetWatches2(Zxid.None, ["/a"], ["/b"], ["/c"], ["/d"], ["/e"])),
        Frame(OpCode.AddWatch, new AddWatchRequest("/f", WatchMode.PersistentRecursive)),
        Frame(OpCode.RemoveWatches, new RemoveWatchesRequest("/f", WatcherType.Any)),
        Frame(OpCode.GetEphemerals, new GetEphemeralsRequest("/")),
        Frame(OpCode.GetAllChildrenNumber, new GetAllChildrenNumberRequest("/")),
        Frame(OpCode.WhoAmI, default(EmptyRecord)),
        Frame(OpCode.Reconfig, new ReconfigRequest("a", "b", null, -1)),
        Frame(OpCode.Sasl, new GetSaslRequest(new byte[3])),
        Frame(OpCode.Auth, new AuthPacket(0, "digest", "a:b"u8.ToArray())),
        Frame(OpCode.CloseSession, default(EmptyRecord)),
    ];

    [Fact]
    public async Task DamagedRequests_NeverStopTheServer()
    {
        await using var server = await ZkServer.StartAsync(new ZkServerOptions
        {
            MaxPacketBytes = 64 * 1024, SaslUsers = new Dictionary<string, string> { ["a"] = "b" }, MaxConnectionsPerAddress = 0,
        });
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (sent, closed) = (0, 0);
        while (sent < Frames)
        {
            var frames = Enumerable.Range(0, FramesAConnection).Select(_ => Damage(Good[random.Next(Good.Length)], random)).SelectMany(frame => frame).ToArray();
            if (!await SendAsync(server, frames)) closed++;
            sent += FramesAConnection;
        }

        server.Faults.ExpireAllSessions();
        await using var client = await WireClient.ConnectAsync(server.EndPoint);
        await client.CreateAsync("/after", "x");
        Assert.Equal("x", await client.GetTextAsync("/after"));
        var memory = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{sent} frames, {closed} connections closed by the server, {server.Statistics.Nodes} nodes, {memory / 1024 / 1024} MiB");
        Assert.InRange(memory, 0, MostMemory);
    }

    // True when the server took everything without closing.
    private static async Task<bool> SendAsync(ZkServer server, byte[] frames)
    {
        await using var client = await WireClient.ConnectAsync(server.EndPoint);
        var draining = DrainAsync(client);
        try
        {
            await client.SendBytesAsync(frames);
            await client.SendBytesAsync(Frame(OpCode.CloseSession, default(EmptyRecord)));
        }
        catch (IOException)
        {
            return false;
        }

        await draining;
        return true;
    }

    private static async Task DrainAsync(WireClient client)
    {
        try
        {
            while (await client.ReadFrameAsync() is not null)
            {
                // Whatever it answers.
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        var bytes = good.ToArray();
        for (var i = random.Next(4); i > 0; i--)
        {
            // Mostly behind the header, to get further in; now and then the length itself.
            var at = random.Next(200) == 0 ? random.Next(4) : 4 + random.Next(bytes.Length - 4);
            bytes[at] = random.Next(3) switch { 0 => 0xff, 1 => (byte)random.Next(256), _ => (byte)(bytes[at] ^ (1 << random.Next(8))) };
        }

        return bytes;
    }

    private static byte[] Frame<T>(OpCode operation, T body)
        where T : IJuteRecord<T>
    {
        using var buffer = new FrameBuffer();
        buffer.Append(new RequestHeader(1, operation), body);
        return buffer.WrittenMemory.ToArray();
    }
}
