using System.Threading.Channels;
using ZkReactive.Client;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>Reads under one recursive watch of the whole tree (ZooKeeper 3.6).</summary>
internal sealed class RecursiveTreeReader(IZkClient client, IZkPersistentWatch watch) : ITreeReader
{
    private readonly TreeReads _reads = new(client);

    /// <inheritdoc/>
    public bool WatchesWhole => true;

    /// <inheritdoc/>
    public ChannelReader<ZkWatchEvent> Events => watch.Events;

    /// <inheritdoc/>
    public Task<IReadOnlyList<TreeReadResult>> ReadAsync(IReadOnlyList<TreeRead> reads) => _reads.ReadAsync(reads);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => watch.DisposeAsync();
}
