using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Bench.Macro;

/// <summary>Connections and nodes that the scenarios share.</summary>
internal static class BenchClients
{
    public static Task<IZkClient> ConnectAsync() =>
        ZkClient.ConnectAsync(new ZkClientOptions
        {
            ConnectString = BenchArguments.Hosts,
            SessionTimeout = TimeSpan.FromSeconds(30),
            RequestTimeout = TimeSpan.FromSeconds(60),
        });

    public static async Task EnsureAsync(IZkClient client, ZkPath path, ReadOnlyMemory<byte> data)
    {
        if ((await client.ExistsAsync(path)).Exists)
            await client.SetAsync(path, data, NodeVersion.Any);
        else
            await client.CreateAsync(path, data, options: new ZkCreateOptions { CreateParents = true });
    }

    /// <summary>100 bytes that begin with a text, as the other clients' benchmarks write them.</summary>
    public static byte[] Pad(string text)
    {
        var bytes = new byte[100];
        Array.Fill(bytes, (byte)'x');
        System.Text.Encoding.ASCII.GetBytes(text, bytes);
        return bytes;
    }
}
