using ZkReactive.Protocol;
using ZkReactive.Streams;
using ZkReactive.Streams.Trees.Storage;

namespace ZkReactive.Tests.Caches;

/// <summary>A tree of many small nodes, made without a server.</summary>
internal static class LargeTree
{
    public static TreeSnapshot Make(int directories, int each, int dataLength)
    {
        ZkPath root = "/t";
        var stat = new Stat(new Zxid(0x500012345), new Zxid(0x500012345), 1_790_000_000_000, 1_790_000_000_000, 0, 0, 0, 0, dataLength, 0, new Zxid(0x500012345));
        var data = new byte[dataLength];
        var tree = new TreeSnapshot(root, null, 0, 0, Zxid.None).With([new TreeEdit(root, PackedNode.Pack("t", stat, data, PackedFlags.None))], stat.Mzxid);
        for (var i = 0; i < directories; i++)
        {
            var directory = root / $"d{i:D5}";
            var edits = new List<TreeEdit> { new(directory, PackedNode.Pack(directory.Name, stat, data, PackedFlags.None)) };
            for (var j = 0; j < each; j++)
            {
                var name = $"n{j:D5}";
                edits.Add(new TreeEdit(directory / name, PackedNode.Pack(name, stat, data, PackedFlags.None)));
            }

            tree = tree.With(edits.ToArray(), stat.Mzxid);
        }

        return tree;
    }
}
