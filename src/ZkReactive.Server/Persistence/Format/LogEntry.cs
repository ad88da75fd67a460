using ZkReactive.Server.Tree;

namespace ZkReactive.Server.Persistence.Format;

/// <summary>One record of a transaction log.</summary>
/// <param name="Header">Who, when and where in the order.</param>
/// <param name="Transaction">What was changed.</param>
/// <param name="Digest">The tree afterwards; null where the writer kept none.</param>
internal readonly record struct LogEntry(TransactionHeader Header, Transaction Transaction, TreeDigest? Digest);
