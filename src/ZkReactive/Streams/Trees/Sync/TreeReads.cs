using ZkReactive.Client;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>Reads without watches: data and names in batches, the rest one by one but many on their way at once.</summary>
internal sealed class TreeReads(IZkClient client)
{
    /// <summary>How many single requests are on their way at once.</summary>
    public const int Window = 256;

    /// <summary>Reads; a result for each, in order.</summary>
    public async Task<IReadOnlyList<TreeReadResult>> ReadAsync(IReadOnlyList<TreeRead> reads)
    {
        var results = new TreeReadResult[reads.Count];
        var batch = new List<ZkRead>(reads.Count);
        var places = new List<int>(reads.Count);
        for (var i = 0; i < reads.Count; i++)
        {
            if (reads[i].Kind is not (TreeReadKind.Data or TreeReadKind.Children)) continue;
            batch.Add(reads[i].Kind == TreeReadKind.Data ? new ZkRead.Data(reads[i].Path) : new ZkRead.Children(reads[i].Path));
            places.Add(i);
        }

        var found = await client.MultiReadAsync(batch);
        for (var i = 0; i < places.Count; i++) results[places[i]] = ResultOf(found[i]);
        if (batch.Count < reads.Count)
            await EachAsync(reads, results, read => read.Kind is TreeReadKind.Keys or TreeReadKind.Stat, ReadOneAsync);
        return results;
    }

    /// <summary>Does many reads with a window, and takes what the server refuses as a result.</summary>
    public static async Task EachAsync(
        IReadOnlyList<TreeRead> reads, TreeReadResult[] results, Func<TreeRead, bool> isWanted, Func<TreeRead, ValueTask<TreeReadResult>> readOne)
    {
        var underWay = new Queue<Task>();
        for (var i = 0; i < reads.Count; i++)
        {
            if (!isWanted(reads[i])) continue;
            if (underWay.Count == Window) await underWay.Dequeue();
            underWay.Enqueue(OneAsync(i));
        }

        await Task.WhenAll(underWay);

        async Task OneAsync(int i)
        {
            try
            {
                results[i] = await readOne(reads[i]);
            }
            catch (ZkServerException e)
            {
                results[i] = new TreeReadResult(null, default, null, e.Zxid, e);
            }
        }
    }

    /// <summary>One read without a watch.</summary>
    public async ValueTask<TreeReadResult> ReadOneAsync(TreeRead read)
    {
        switch (read.Kind)
        {
            case TreeReadKind.Data:
                return ResultOf(await client.GetAsync(read.Path));
            case TreeReadKind.Stat:
                return ResultOf(await client.ExistsAsync(read.Path));
            default:
                return ResultOf(await client.GetChildrenAsync(read.Path), read.Kind);
        }
    }

    public static TreeReadResult ResultOf(ZkNode node) => new(node.Stat, node.Data, null, node.Zxid);

    public static TreeReadResult ResultOf(ZkChildren children, TreeReadKind kind) =>
        new(kind == TreeReadKind.Keys ? children.Stat : null, default, children.Names, children.Zxid);

    public static TreeReadResult ResultOf(ZkExistence existence) => existence.Stat is { } stat
        ? new TreeReadResult(stat, default, null, existence.Zxid)
        : new TreeReadResult(null, default, null, existence.Zxid, new NoNodeException(existence.Zxid, $"{existence.Path} is not there.") { Path = existence.Path });

    private static TreeReadResult ResultOf(ZkReadResult result) => result switch
    {
        ZkReadResult.Data data => ResultOf(data.Node),
        ZkReadResult.Children children => new TreeReadResult(null, default, children.Names, children.Zxid),
        ZkReadResult.Failed failed => new TreeReadResult(null, default, null, failed.Zxid, failed.Error),
        _ => throw new NotSupportedException($"{result.GetType().Name} is not known."),
    };
}
