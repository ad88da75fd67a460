using System.Threading.Channels;
using ZkReactive.Client;

namespace ZkReactive.Streams.Trees.Sync;

/// <summary>Reads what a tree needs, and hears of its changes.</summary>
internal interface ITreeReader : IAsyncDisposable
{
    /// <summary>Whether changes of the whole tree are heard of without reading it; if not, only of what was read.</summary>
    bool WatchesWhole { get; }

    /// <summary>The changes that were heard of, and marks where some may be missing. Bounded; completes when nothing more can be heard.</summary>
    ChannelReader<ZkWatchEvent> Events { get; }

    /// <summary>Reads; a result for each, in order. What the server refuses is a result too.</summary>
    Task<IReadOnlyList<TreeReadResult>> ReadAsync(IReadOnlyList<TreeRead> reads);
}
