using System.Buffers;
using System.Globalization;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests.Compatibility;

/// <summary>A request that no client should send, as the bytes behind the frame's length.</summary>
internal sealed record OddRequest(string Name, byte[] Frame)
{
    /// <summary>All of them, without those of docs/compatibility.md: some end Apache ZooKeeper 3.8.0, some it never answers, some it refuses by another code.</summary>
    public static IReadOnlyList<OddRequest> All { get; } =
    [
        Of("an operation that does not exist", 50),
        Of("a negative operation", -5),
        Of("create without a body", (int)OpCode.Create),
        Of("create with half a body", (int)OpCode.Create, (ref JuteWriter writer) => writer.WriteString("/odd")),
        Of("create with data of negative length", (int)OpCode.Create, (ref JuteWriter writer) =>
        {
            writer.WriteString("/odd");
            writer.WriteInt(-7);
        }),
        Of("create with more data than the frame has", (int)OpCode.Create, (ref JuteWriter writer) =>
        {
            writer.WriteString("/odd");
            writer.WriteInt(1_000_000);
        }),
        Of("create with bytes behind it", (int)OpCode.Create, (ref JuteWriter writer) =>
        {
            new CreateRequest("/zookeeper", null, Acl.OpenUnsafe, CreateMode.Persistent).Write(ref writer);
            writer.WriteLong(7);
        }),
        Of("a path that is not UTF-8", (int)OpCode.Exists, (ref JuteWriter writer) =>
        {
            writer.WriteBuffer([0x2f, 0xff, 0xfe]);
            writer.WriteBool(false);
        }),
        Of("a boolean of 7", (int)OpCode.Exists, (ref JuteWriter writer) =>
        {
            writer.WriteString("/zookeeper");
            writer.WriteFixed(1)[0] = 7;
        }),
        Of("exists with the path null", (int)OpCode.Exists, new ExistsRequest(null!, false)),
        Of("getData of an empty path", (int)OpCode.GetData, new GetDataRequest("", false)),
        Of("getChildren of a relative path", (int)OpCode.GetChildren, new GetChildrenRequest("a", false)),
        Of("delete of the root", (int)OpCode.Delete, new DeleteRequest("/", -1)),
        Of("setACL with no list", (int)OpCode.SetAcl, new SetAclRequest("/zookeeper/quota", null!, -1)),
        Of("addWatch with a mode that does not exist", (int)OpCode.AddWatch, new AddWatchRequest("/zookeeper", (WatchMode)9)),
        Of("addWatch on a relative path", (int)OpCode.AddWatch, new AddWatchRequest("a", WatchMode.Persistent)),
        Of("removeWatches of a type that does not exist", (int)OpCode.RemoveWatches, new RemoveWatchesRequest("/zookeeper", (WatcherType)9)),
        Of("removeWatches where none is", (int)OpCode.RemoveWatches, new RemoveWatchesRequest("/zookeeper", WatcherType.Any)),
        Of("checkWatches where none is", (int)OpCode.CheckWatches, new CheckWatchesRequest("/zookeeper", WatcherType.Data)),
        Of("multi without an end", (int)OpCode.Multi, (ref JuteWriter writer) => new MultiHeader(OpCode.Delete, false, (ErrorCode)(-1)).Write(ref writer)),
        Of("multi with a read in it", (int)OpCode.Multi, new MultiRequest([new MultiOperation.GetData(new("/zookeeper", false))])),
        Of("sync of nothing", (int)OpCode.Sync, new SyncRequest("")),
        Of("getEphemerals of null", (int)OpCode.GetEphemerals, new GetEphemeralsRequest(null)),
        Of("auth with a scheme that does not exist", (int)OpCode.Auth, new AuthPacket(0, "nonsense", "x"u8.ToArray()), Xids.Auth),
        Of("auth by world", (int)OpCode.Auth, new AuthPacket(0, "world", "anyone"u8.ToArray()), Xids.Auth),
        Of("auth by ip", (int)OpCode.Auth, new AuthPacket(0, "ip", "127.0.0.1"u8.ToArray()), Xids.Auth),
        Of("digest without a colon", (int)OpCode.Auth, new AuthPacket(0, "digest", "alice"u8.ToArray()), Xids.Auth),
        Of("digest of nothing", (int)OpCode.Auth, new AuthPacket(0, "digest", ReadOnlyMemory<byte>.Empty), Xids.Auth),
        Of("ping with a body", (int)OpCode.Ping, (ref JuteWriter writer) => writer.WriteLong(1), Xids.Ping),
        Of("a negative xid of no meaning", (int)OpCode.Exists, new ExistsRequest("/zookeeper", false), -77),
        new("a header cut short", [0, 0, 0, 1]),
        new("an empty frame", []),
    ];

    /// <summary>What a server says to it, up to the answer to a ping sent behind it.</summary>
    public async Task<string> PlayAsync(WireClient client)
    {
        await client.SendBytesAsync(Prefixed(Frame));
        await client.SendAsync(OpCode.Ping, default(EmptyRecord), Xids.Ping);
        var pings = OpCodeIsPing ? 2 : 1;
        var said = new StringBuilder();
        while (await client.ReadAsync() is { } reply)
        {
            if (reply.Header.Xid == Xids.Ping && --pings == 0) return said.Length == 0 ? "no answer" : said.ToString();
            // Both hang up after that; whether they answer the ping before is a race.
            if (reply.Header.Error == ErrorCode.Unimplemented) return said.Append("unimplemented").ToString();
            said.Append(CultureInfo.InvariantCulture, $"xid {reply.Header.Xid} {reply.Header.Error}, {(reply.Header.Error == ErrorCode.Ok ? "" : $"{reply.Body.Length} bytes ")}behind; ");
        }

        return said.Append("closed").ToString();
    }

    private bool OpCodeIsPing => Frame is [_, _, _, _, 0, 0, 0, (byte)OpCode.Ping, ..];

    private static byte[] Prefixed(byte[] frame)
    {
        var bytes = new byte[4 + frame.Length];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, frame.Length);
        frame.CopyTo(bytes, 4);
        return bytes;
    }

    private delegate void WriteBody(ref JuteWriter writer);

    private static OddRequest Of<T>(string name, int operation, T body, int xid = 7)
        where T : IJuteRecord<T> => Of(name, operation, (ref JuteWriter writer) => body.Write(ref writer), xid);

    private static OddRequest Of(string name, int operation, WriteBody? body = null, int xid = 7)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new JuteWriter(buffer);
        new RequestHeader(xid, (OpCode)operation).Write(ref writer);
        body?.Invoke(ref writer);
        writer.Flush();
        return new(name, buffer.WrittenSpan.ToArray());
    }
}
