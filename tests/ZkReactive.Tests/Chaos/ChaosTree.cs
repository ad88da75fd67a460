using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Tests.Chaos;

/// <summary>The nodes that clients under chaos use.</summary>
internal static class ChaosTree
{
    /// <summary>How many nodes with known data there are.</summary>
    public const int Known = 64;

    /// <summary>How many entries a folder of a log has: as many as fit into one list of children.</summary>
    private const int FolderSize = 500;

    public static readonly ZkPath Registers = ZkPath.Parse("/chaos/registers");
    public static readonly ZkPath Logs = ZkPath.Parse("/chaos/logs");
    private static readonly ZkPath KnownNodes = ZkPath.Parse("/chaos/known");

    public static ZkPath Register(int writer) => Registers / Text(writer);

    /// <summary>The folder of a writer's log that has its step with this number.</summary>
    public static ZkPath Folder(int writer, int step) => Logs / string.Create(CultureInfo.InvariantCulture, $"{writer}-{step / FolderSize}");

    public static ZkPath KnownNode(int number) => KnownNodes / Text(number);

    public static byte[] Encode(int number) => Encoding.UTF8.GetBytes(Text(number));

    public static int Decode(ReadOnlyMemory<byte> data) => int.Parse(Encoding.UTF8.GetString(data.Span), CultureInfo.InvariantCulture);

    /// <summary>Makes what has to be there: the known nodes with their numbers, and a register for each writer at 0.</summary>
    public static async Task MakeAsync(IZkClient client, int writers)
    {
        var parents = new ZkCreateOptions { CreateParents = true };
        await client.CreateAsync(Registers, options: parents);
        await client.CreateAsync(Logs);
        await client.CreateAsync(KnownNodes);
        for (var i = 0; i < Known; i++) await client.CreateAsync(KnownNode(i), Encode(i));
        for (var i = 0; i < writers; i++) await client.CreateAsync(Register(i), Encode(0));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
