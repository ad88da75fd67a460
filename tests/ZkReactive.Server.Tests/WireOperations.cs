using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Server.Tests;

/// <summary>The operations as tests write them.</summary>
internal static class WireOperations
{
    public static async Task<ErrorCode> CreateAsync(
        this WireClient client, string path, string data = "", CreateMode mode = CreateMode.Persistent, IReadOnlyList<Acl>? acl = null) =>
        (await client.CreateForReplyAsync(path, data, mode, acl)).Header.Error;

    public static async Task<string> CreateForPathAsync(this WireClient client, string path, CreateMode mode) =>
        (await client.CreateForReplyAsync(path, "", mode, null)).As<CreateResponse>().Path;

    public static Task<WireReply> GetAsync(this WireClient client, string path, bool watch = false) =>
        client.CallAsync(OpCode.GetData, new GetDataRequest(path, watch));

    public static async Task<string> GetTextAsync(this WireClient client, string path) =>
        Encoding.UTF8.GetString((await client.GetAsync(path)).As<GetDataResponse>().Data ?? []);

    public static async Task<Stat> StatAsync(this WireClient client, string path) =>
        (await client.CallAsync(OpCode.Exists, new ExistsRequest(path, false))).As<ExistsResponse>().Stat;

    public static async Task<ErrorCode> ExistsAsync(this WireClient client, string path, bool watch = false) =>
        (await client.CallAsync(OpCode.Exists, new ExistsRequest(path, watch))).Header.Error;

    public static async Task<ErrorCode> SetAsync(this WireClient client, string path, string data, int version = -1) =>
        (await client.CallAsync(OpCode.SetData, new SetDataRequest(path, Encoding.UTF8.GetBytes(data), version))).Header.Error;

    public static async Task<ErrorCode> DeleteAsync(this WireClient client, string path, int version = -1) =>
        (await client.CallAsync(OpCode.Delete, new DeleteRequest(path, version))).Header.Error;

    public static async Task<IReadOnlyList<string>> ChildrenAsync(this WireClient client, string path, bool watch = false) =>
        [.. (await client.CallAsync(OpCode.GetChildren, new GetChildrenRequest(path, watch))).As<GetChildrenResponse>().Children.Order(StringComparer.Ordinal)];

    public static async Task<ErrorCode> AddWatchAsync(this WireClient client, string path, WatchMode mode) =>
        (await client.CallAsync(OpCode.AddWatch, new AddWatchRequest(path, mode))).Header.Error;

    public static async Task<ErrorCode> PingAsync(this WireClient client) =>
        (await client.CallAsync(OpCode.Ping, default(EmptyRecord), -2)).Header.Error;

    public static async Task<ErrorCode> AuthenticateAsync(this WireClient client, string scheme, string secret) =>
        (await client.CallAsync(OpCode.Auth, new AuthPacket(0, scheme, Encoding.UTF8.GetBytes(secret)), -4)).Header.Error;

    public static async Task<IReadOnlyList<MultiResult>> MultiAsync(this WireClient client, params MultiOperation[] operations) =>
        (await client.CallAsync(OpCode.Multi, new MultiRequest(operations))).As<MultiResponse>().Results;

    public static MultiOperation Create(string path, CreateMode mode = CreateMode.Persistent) =>
        new MultiOperation.Create(OpCode.Create, new CreateRequest(path, null, Acl.OpenUnsafe, mode));

    public static MultiOperation Set(string path, int version = -1) => new MultiOperation.SetData(new SetDataRequest(path, null, version));

    public static MultiOperation Delete(string path, int version = -1) => new MultiOperation.Delete(new DeleteRequest(path, version));

    public static MultiOperation Check(string path, int version) => new MultiOperation.Check(new CheckVersionRequest(path, version));

    private static Task<WireReply> CreateForReplyAsync(
        this WireClient client, string path, string data, CreateMode mode, IReadOnlyList<Acl>? acl) =>
        client.CallAsync(OpCode.Create, new CreateRequest(path, Encoding.UTF8.GetBytes(data), acl ?? Acl.OpenUnsafe, mode));
}
