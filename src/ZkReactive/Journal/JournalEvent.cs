using ZkReactive.Protocol;

namespace ZkReactive.Journal;

/// <summary>An event as the journal holds it.</summary>
/// <param name="Revision">Its place in the journal.</param>
/// <param name="Time">When it was appended, by the writer's clock, to the microsecond. A clock set back makes later events carry earlier times; the revision tells the order.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Stream">The stream: the path or pipeline it is about.</param>
/// <param name="Zxid">The ZooKeeper transaction it came from; <see cref="Zxid.None"/> when it came from none.</param>
/// <param name="Version">The data version of the node it is about; null when it is about none.</param>
/// <param name="Correlation">What ties events together across streams; null when nothing does.</param>
/// <param name="Payload">The content.</param>
public sealed record JournalEvent(
    JournalRevision Revision,
    DateTimeOffset Time,
    string Kind,
    string Stream,
    Zxid Zxid,
    NodeVersion? Version,
    string? Correlation,
    JournalPayload Payload);
