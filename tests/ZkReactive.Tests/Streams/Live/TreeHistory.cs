using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Tests.Streams.Live;

/// <summary>Random writes below a node, and what a tree that follows them has to hold.</summary>
internal sealed class TreeHistory(IZkClient writer, ZkPath root, int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "dd", "e"];

    private readonly Random _random = new(seed);

    /// <summary>Writes so many times: creates, sets, deletes, subtrees and whole transactions.</summary>
    public async Task WriteAsync(int count)
    {
        for (var i = 0; i < count; i++) await LiveObserver.PersistAsync(WriteOnceAsync);
    }

    /// <summary>What the server has now, one line a node.</summary>
    public async Task<string> PresentAsync()
    {
        await writer.SyncAsync(root);
        var text = new StringBuilder();
        await DescribeAsync(root, text);
        return text.ToString();
    }

    /// <summary>The same of a snapshot.</summary>
    public static string TextOf(TreeSnapshot tree)
    {
        var text = new StringBuilder();
        foreach (var node in tree.Nodes) Describe(text, node.Path, node.Data, node.Stat);
        return text.ToString();
    }

    private async Task WriteOnceAsync()
    {
        var path = RandomPath();
        var data = Encoding.UTF8.GetBytes(_random.Next().ToString(CultureInfo.InvariantCulture));
        try
        {
            switch (_random.Next(10))
            {
                case < 4:
                    await writer.CreateAsync(path, data, options: new ZkCreateOptions { CreateParents = true });
                    break;
                case < 7:
                    await writer.SetAsync(path, data, NodeVersion.Any);
                    break;
                case < 8:
                    await DeleteAllAsync(path);
                    break;
                case < 9:
                    await writer.DeleteAsync(path, NodeVersion.Any);
                    break;
                default:
                    await writer.MultiAsync(
                    [
                        new ZkOperation.Delete(path, NodeVersion.Any), new ZkOperation.Create(path, data),
                        new ZkOperation.Create(path / "m", data), new ZkOperation.Set(root, data, NodeVersion.Any),
                    ]);
                    break;
            }
        }
        catch (Exception e) when (e is NoNodeException or NodeExistsException or NotEmptyException or MultiFailedException)
        {
            // A write that did not fit what was there.
        }
    }

    private ZkPath RandomPath()
    {
        var path = root;
        for (var depth = _random.Next(1, 4); depth > 0; depth--) path /= Names[_random.Next(Names.Length)];
        return path;
    }

    private async Task DeleteAllAsync(ZkPath path)
    {
        foreach (var name in (await writer.GetChildrenAsync(path)).Names) await DeleteAllAsync(path / name);
        await writer.DeleteAsync(path, NodeVersion.Any);
    }

    private async Task DescribeAsync(ZkPath path, StringBuilder text)
    {
        if (!(await writer.ExistsAsync(path)).Exists) return;
        var node = await writer.GetAsync(path);
        Describe(text, path, node.Data, node.Stat);
        foreach (var name in (await writer.GetChildrenAsync(path)).Names.Order(StringComparer.Ordinal)) await DescribeAsync(path / name, text);
    }

    private static void Describe(StringBuilder text, ZkPath path, ReadOnlyMemory<byte> data, in Stat stat) =>
        text.Append(CultureInfo.InvariantCulture, $"{path} {Encoding.UTF8.GetString(data.Span)} {stat.Czxid} {stat.Mzxid} {stat.Version}\n");
}
