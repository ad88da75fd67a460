using ZkReactive.Protocol;

namespace ZkReactive.Server.Tree;

/// <summary>
/// A decided change. Applying it needs no further checks and gives the same tree wherever it is applied, so a log of
/// transactions can stand between deciding and applying. The cases mirror the records of Apache ZooKeeper's transaction log.
/// </summary>
internal abstract record Transaction;

/// <param name="Path">The final path, with its counter when sequential.</param>
/// <param name="Data">The data.</param>
/// <param name="Acl">The ACL, with <c>auth</c> entries already expanded.</param>
/// <param name="EphemeralOwner">The stored owner, see <see cref="OwnerCodes"/>.</param>
/// <param name="ParentChildrenCreated">The parent's counter after this creation.</param>
internal sealed record CreateTransaction(string Path, byte[]? Data, IReadOnlyList<Acl> Acl, long EphemeralOwner, int ParentChildrenCreated)
    : Transaction;

internal sealed record DeleteTransaction(string Path) : Transaction;

internal sealed record SetDataTransaction(string Path, byte[]? Data, int Version) : Transaction;

internal sealed record SetAclTransaction(string Path, IReadOnlyList<Acl> Acl, int Version) : Transaction;

/// <summary>A version check that held; changes nothing.</summary>
internal sealed record CheckTransaction(string Path) : Transaction;

/// <summary>A write that was refused; takes a zxid, as in Apache ZooKeeper, and changes nothing.</summary>
internal sealed record ErrorTransaction(ErrorCode Code) : Transaction;

/// <summary>Several changes under one zxid; all of them succeed.</summary>
internal sealed record MultiTransaction(IReadOnlyList<Transaction> Parts) : Transaction;

internal sealed record CreateSessionTransaction(int TimeoutMilliseconds) : Transaction;

/// <param name="Ephemerals">The nodes that go with the session, in the order they were created.</param>
internal sealed record CloseSessionTransaction(IReadOnlyList<string> Ephemerals) : Transaction;
