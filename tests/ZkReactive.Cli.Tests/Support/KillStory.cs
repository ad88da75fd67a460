using System.Globalization;
using System.Net;
using System.Text;
using ZkReactive.Protocol;
using ZkReactive.Protocol.Records;
using ZkReactive.TestKit.Wire;

namespace ZkReactive.Cli.Tests.Support;

/// <summary>
/// One writer of a server that is killed again and again. Its k-th transaction sets two nodes to k, creates a node named for k
/// and deletes the one of <see cref="Kept"/> transactions before, all or nothing; so whatever number the server shows after a
/// restart, everything else has to fit to it.
/// </summary>
internal sealed class KillStory(int number)
{
    private const int Kept = 40;
    private const int Window = 32;

    private readonly string _root = $"/w{number}";
    private long _acknowledged;
    private long _sent;

    /// <summary>How many transactions were answered so far.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Makes the writer's nodes.</summary>
    public async Task PrepareAsync(WireClient client)
    {
        foreach (var path in new[] { _root, $"{_root}/a", $"{_root}/b", $"{_root}/n" })
        {
            await client.CallAsync(OpCode.Create, new CreateRequest(path, "0"u8.ToArray(), Acl.OpenUnsafe, CreateMode.Persistent));
        }
    }

    /// <summary>Writes until the connection ends.</summary>
    public async Task WriteAsync(IPEndPoint server)
    {
        try
        {
            await using var client = await WireClient.ConnectAsync(server);
            using var room = new SemaphoreSlim(Window);
            await Task.WhenAll(SendAsync(client, room), ReadAsync(client, room));
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // Killed.
        }
    }

    /// <summary>Checks that the server has all that it answered, and of the rest all or nothing; goes on from there.</summary>
    public async Task CheckAsync(WireClient client)
    {
        var value = await ReadNumberAsync(client, $"{_root}/a");
        Assert.InRange(value, _acknowledged, _sent);
        Assert.Equal(value, await ReadNumberAsync(client, $"{_root}/b"));
        var names = (await client.CallAsync(OpCode.GetChildren, new GetChildrenRequest($"{_root}/n", false))).As<GetChildrenResponse>().Children;
        var first = Math.Max(1, value - Kept + 1);
        Assert.Equal(
            Enumerable.Range(0, (int)(value - first + 1)).Select(i => NameOf(first + i)).Order(StringComparer.Ordinal),
            names.Order(StringComparer.Ordinal));
        var stat = (await client.CallAsync(OpCode.Exists, new ExistsRequest($"{_root}/n", false))).As<ExistsResponse>().Stat;
        Assert.Equal(value + Math.Max(0, value - Kept), stat.ChildrenVersion);
        _acknowledged = _sent = value;
    }

    private async Task SendAsync(WireClient client, SemaphoreSlim room)
    {
        while (true)
        {
            await room.WaitAsync();
            var next = _sent + 1;
            var data = Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture));
            List<MultiOperation> parts =
            [
                new MultiOperation.SetData(new SetDataRequest($"{_root}/a", data, -1)),
                new MultiOperation.SetData(new SetDataRequest($"{_root}/b", data, -1)),
                new MultiOperation.Create(OpCode.Create, new CreateRequest($"{_root}/n/{NameOf(next)}", data, Acl.OpenUnsafe, CreateMode.Persistent)),
            ];
            if (next > Kept) parts.Add(new MultiOperation.Delete(new DeleteRequest($"{_root}/n/{NameOf(next - Kept)}", -1)));
            _sent = next;
            await client.SendAsync(OpCode.Multi, new MultiRequest(parts));
        }
    }

    private async Task ReadAsync(WireClient client, SemaphoreSlim room)
    {
        try
        {
            while (true)
            {
                var results = (await client.ReadReplyAsync()).As<MultiResponse>().Results;
                Assert.DoesNotContain(results, result => result is MultiResult.Failed);
                Interlocked.Increment(ref _acknowledged);
                room.Release();
            }
        }
        finally
        {
            await client.DisposeAsync();
            room.Release();
        }
    }

    private static string NameOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<long> ReadNumberAsync(WireClient client, string path)
    {
        var data = (await client.CallAsync(OpCode.GetData, new GetDataRequest(path, false))).As<GetDataResponse>().Data;
        return long.Parse(Encoding.ASCII.GetString(data!), CultureInfo.InvariantCulture);
    }
}
