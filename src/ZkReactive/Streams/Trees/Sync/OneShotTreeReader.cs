using System.Threading.Channels;
using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>
/// Reads that leave one-shot watches, for servers without recursive ones (before 3.6): two on each node, one for its data
/// and one for its children. A watch that has fired is left anew by the next read of its node.
/// </summary>
internal sealed class OneShotTreeReader(IZkClient client, ZkPath root) : ITreeReader
{
    /// <summary>How often the root may come and go between the two requests of a read.</summary>
    private const int MostRaces = 3;

    private readonly Lock _lock = new();
    private readonly TreeReads _reads = new(client);
    private readonly Dictionary<(ZkPath Path, bool OfChildren), IZkOneShotWatch> _watches = [];

    // One place is kept for the mark that takes the place of what does not fit.
    private readonly Channel<ZkWatchEvent> _events = Channel.CreateBounded<ZkWatchEvent>(TreeSync.MostDirty + 1);
    private bool _isDisposed;

    /// <inheritdoc/>
    public bool WatchesWhole => false;

    /// <inheritdoc/>
    public ChannelReader<ZkWatchEvent> Events => _events.Reader;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TreeReadResult>> ReadAsync(IReadOnlyList<TreeRead> reads)
    {
        var results = new TreeReadResult[reads.Count];
        await TreeReads.EachAsync(reads, results, static _ => true, read => IsWatched(read) ? _reads.ReadOneAsync(read) : ReadWatchedAsync(read));
        return results;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        IZkOneShotWatch[] watches;
        lock (_lock)
        {
            _isDisposed = true;
            watches = [.. _watches.Values];
            _watches.Clear();
        }

        _events.Writer.TryComplete();
        foreach (var watch in watches) await watch.DisposeAsync();
    }

    private async ValueTask<TreeReadResult> ReadWatchedAsync(TreeRead read)
    {
        for (var races = 0; ; races++)
        {
            try
            {
                switch (read.Kind)
                {
                    case TreeReadKind.Data:
                        return TreeReads.ResultOf(Keep(read, await client.GetWatchedAsync(read.Path)));
                    case TreeReadKind.Stat:
                        return TreeReads.ResultOf(Keep(read, await client.ExistsWatchedAsync(read.Path)));
                    default:
                        return TreeReads.ResultOf(Keep(read, await client.GetChildrenWatchedAsync(read.Path)), read.Kind);
                }
            }
            catch (NoNodeException) when (read.Path == root && races < MostRaces)
            {
                // Nobody else would tell that the root is there again: it has no parent here that is watched.
                var existence = Keep(read, await client.ExistsWatchedAsync(root));
                if (!existence.Exists) return TreeReads.ResultOf(existence);
            }
        }
    }

    /// <summary>Whether a watch for this lives; another would only fire twice.</summary>
    private bool IsWatched(TreeRead read)
    {
        lock (_lock) return _watches.TryGetValue(KeyOf(read), out var watch) && !watch.Fired.IsCompleted;
    }

    private T Keep<T>(TreeRead read, in Watched<T> watched)
    {
        var watch = watched.Watch;
        IZkOneShotWatch? unwanted = null;
        lock (_lock)
        {
            if (_isDisposed)
            {
                unwanted = watch;
            }
            else
            {
                _watches.TryGetValue(KeyOf(read), out unwanted);
                _watches[KeyOf(read)] = watch;
            }
        }

        if (unwanted is { Fired.IsCompleted: false }) _ = DiscardAsync(unwanted);
        if (!ReferenceEquals(unwanted, watch)) _ = FollowAsync(KeyOf(read), watch);
        return watched.Value;
    }

    private static async Task DiscardAsync(IZkOneShotWatch watch) => await watch.DisposeAsync();

    private async Task FollowAsync((ZkPath Path, bool OfChildren) key, IZkOneShotWatch watch)
    {
        var fired = await watch.Fired;
        lock (_lock)
        {
            if (_isDisposed || !_watches.TryGetValue(key, out var kept) || !ReferenceEquals(kept, watch)) return;
            _watches.Remove(key);

            // The end of a session is told by the session itself.
            if (fired.Type == WatchEventType.None) return;
            var isFull = _events.Reader.Count >= TreeSync.MostDirty;
            _events.Writer.TryWrite(isFull ? new ZkWatchEvent(WatchEventType.None, root, fired.State, Zxid.None, WatchGap.Overflow) : fired);
        }
    }

    private static (ZkPath Path, bool OfChildren) KeyOf(TreeRead read) => (read.Path, read.Kind is TreeReadKind.Children or TreeReadKind.Keys);
}
