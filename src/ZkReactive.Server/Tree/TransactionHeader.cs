namespace ZkReactive.Server.Tree;

/// <summary>Who changed the tree, in which order and when.</summary>
/// <param name="Session">The session that asked, or that is created or closed.</param>
/// <param name="Xid">The client's number of the request.</param>
/// <param name="Zxid">The place in the total order.</param>
/// <param name="Time">Milliseconds since 1970.</param>
internal readonly record struct TransactionHeader(long Session, int Xid, long Zxid, long Time);
