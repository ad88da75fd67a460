using System.Threading.Channels;
using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// A watch that stays until it is disposed, over reconnects and new sessions. The server re-adds persistent watches with
/// no catch-up, so each time events may have been missed the reader gets an event with a <see cref="ZkWatchEvent.Gap"/>.
/// </summary>
public interface IZkPersistentWatch : IAsyncDisposable
{
    /// <summary>The node, or the root of the tree, that is watched.</summary>
    ZkPath Path { get; }

    /// <summary>One node, or a tree.</summary>
    WatchMode Mode { get; }

    /// <summary>
    /// The events in server order. Holds at most <see cref="ZkClientOptions.MaxQueuedWatchEvents"/>; when it is full further
    /// events are dropped and one event with <see cref="WatchGap.Overflow"/> takes their place. Completes when the watch or
    /// the client is disposed.
    /// </summary>
    ChannelReader<ZkWatchEvent> Events { get; }
}
