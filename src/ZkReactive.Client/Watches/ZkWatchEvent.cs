using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>What a watch saw.</summary>
/// <param name="Type">What happened; <see cref="WatchEventType.None"/> for the end of a session or a gap.</param>
/// <param name="Path">The node it happened to.</param>
/// <param name="State">The connection's state as the event tells it.</param>
/// <param name="Zxid">The change's transaction, from servers of 3.9 on; else <see cref="Protocol.Zxid.None"/>.</param>
/// <param name="Gap">Why events may be missing before this one.</param>
public readonly record struct ZkWatchEvent(WatchEventType Type, ZkPath Path, KeeperState State, Zxid Zxid, WatchGap Gap = WatchGap.None);
