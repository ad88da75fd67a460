using ZkReactive.Protocol;

namespace ZkReactive.Client;

/// <summary>
/// A logical connection to a ZooKeeper ensemble: it finds a server, keeps a session alive, reconnects by itself and,
/// when a session has expired, opens the next one. Safe for use from any thread.
/// </summary>
/// <remarks>
/// <para>Requests are pipelined and answered in order. When an awaited call returns, every watch event that the server
/// sent before that reply is already in its subscriber's queue (or has completed its <see cref="IZkOneShotWatch.Fired"/>).</para>
/// <para>A call made while there is no connection waits for one, up to <see cref="ZkClientOptions.RequestTimeout"/>.
/// When the connection is lost under a call, a read is sent again on the next connection; a write fails with
/// <see cref="ConnectionLossException"/> whose <see cref="ConnectionLossException.OutcomeUnknown"/> is true if it had
/// been sent.</para>
/// <para>At most <see cref="ZkClientOptions.MaxPendingRequests"/> calls may be pending; one more fails at once with
/// <see cref="TooManyRequestsException"/>, and nothing is sent for it. Await some before making more.</para>
/// <para>Every call throws <see cref="ZkException"/> or one of its descendants when the ensemble refuses it or cannot be
/// reached, <see cref="OperationCanceledException"/> when its token fires, and <see cref="ObjectDisposedException"/>
/// after disposal. A cancelled write may have happened.</para>
/// <para>Paths are as the caller sees them: below the chroot of the connect string, if it has one.</para>
/// </remarks>
public interface IZkClient : IAsyncDisposable
{
    /// <summary>The options this client was made with.</summary>
    ZkClientOptions Options { get; }

    /// <summary>The present state of the session: an immutable snapshot.</summary>
    ZkSessionState Session { get; }

    /// <summary>
    /// The session's state as a stream. Hot; the present state comes first; in order; a slow observer may miss states in
    /// between but always gets the newest, and sees from <see cref="ZkSessionState.SessionNumber"/> and
    /// <see cref="ZkSessionState.ConnectionNumber"/> what it missed; completes when the client is disposed; on the thread
    /// pool, one at a time; connection loss, reconnect and expiry are its elements.
    /// </summary>
    IObservable<ZkSessionState> SessionStates { get; }

    /// <summary>The servers that the client knows at this moment, in the order of its own turns.</summary>
    IReadOnlyList<ZkHost> Servers { get; }

    /// <summary>Waits until the client is connected.</summary>
    /// <exception cref="AuthFailedException">The server refused the credentials.</exception>
    ValueTask WaitForConnectionAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads a node's data and stat.</summary>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    ValueTask<ZkNode> GetAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Reads a node's data and stat and leaves a one-shot watch for its next change or deletion.</summary>
    /// <exception cref="NoNodeException">There is no such node; no watch was left.</exception>
    ValueTask<Watched<ZkNode>> GetWatchedAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Reads a node's stat; null when there is no such node.</summary>
    ValueTask<ZkExistence> ExistsAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Reads a node's stat and leaves a one-shot watch for its creation, change or deletion.</summary>
    ValueTask<Watched<ZkExistence>> ExistsWatchedAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Lists a node's children (names, in no particular order) with its stat.</summary>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    ValueTask<ZkChildren> GetChildrenAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Lists a node's children and leaves a one-shot watch for the next child that comes or goes, or the node's deletion.</summary>
    /// <exception cref="NoNodeException">There is no such node; no watch was left.</exception>
    ValueTask<Watched<ZkChildren>> GetChildrenWatchedAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Creates a node.</summary>
    /// <param name="path">Where; with a sequential mode the server appends ten digits to it.</param>
    /// <param name="data">Its data; at most <see cref="ZkClientOptions.MaxPacketBytes"/> with the rest of the request, checked before it is sent.</param>
    /// <param name="mode">How long it lives and whether its name is numbered.</param>
    /// <param name="options">ACL, time to live, parents, protection; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the node may have been created all the same.</param>
    /// <exception cref="NodeExistsException">The node is there already.</exception>
    /// <exception cref="NoNodeException">The parent is not there and <see cref="ZkCreateOptions.CreateParents"/> is off.</exception>
    ValueTask<ZkCreated> CreateAsync(
        ZkPath path,
        ReadOnlyMemory<byte> data = default,
        CreateMode mode = CreateMode.Persistent,
        ZkCreateOptions? options = null,
        CancellationToken cancellationToken = default);

    /// <summary>Replaces a node's data.</summary>
    /// <returns>The stat after the change; its <see cref="Stat.Mzxid"/> is the change's zxid.</returns>
    /// <exception cref="BadVersionException">The node's version is not the one expected.</exception>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    ValueTask<Stat> SetAsync(ZkPath path, ReadOnlyMemory<byte> data, NodeVersion version, CancellationToken cancellationToken = default);

    /// <summary>Deletes a node without children.</summary>
    /// <exception cref="BadVersionException">The node's version is not the one expected.</exception>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    /// <exception cref="NotEmptyException">The node has children.</exception>
    ValueTask DeleteAsync(ZkPath path, NodeVersion version, CancellationToken cancellationToken = default);

    /// <summary>Reads a node's access control list.</summary>
    ValueTask<ZkAcl> GetAclAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Replaces a node's access control list; <paramref name="version"/> is the ACL version.</summary>
    ValueTask<Stat> SetAclAsync(ZkPath path, IReadOnlyList<Acl> acl, NodeVersion version, CancellationToken cancellationToken = default);

    /// <summary>Makes the server catch up with the leader, so that reads which follow see all that was committed before.</summary>
    ValueTask SyncAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Does all operations or none, in one transaction.</summary>
    /// <returns>A result for each operation, in order; empty for no operations, without asking the server.</returns>
    /// <exception cref="MultiFailedException">One failed, so none was done; it says which and why.</exception>
    ValueTask<IReadOnlyList<ZkOperationResult>> MultiAsync(IReadOnlyList<ZkOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads data and children of many nodes with few requests: multiRead where the server has it (3.6), in batches below the
    /// packet limit both ways and a few of them on their way at once; pipelined single reads where it has not.
    /// </summary>
    /// <remarks>
    /// Not a snapshot: changes may come between two of the reads. Later results are never older than earlier ones.
    /// </remarks>
    /// <returns>
    /// A result for each read, in order; one that failed hides none of the others. Empty for no reads, without asking the server.
    /// </returns>
    ValueTask<IReadOnlyList<ZkReadResult>> MultiReadAsync(IReadOnlyList<ZkRead> reads, CancellationToken cancellationToken = default);

    /// <summary>Counts the nodes below a node, at every depth; needs ZooKeeper 3.6.</summary>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    /// <exception cref="UnimplementedException">The server is older than 3.6.</exception>
    ValueTask<int> GetAllChildrenNumberAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Lists the ephemeral nodes of this session at a path and below; needs ZooKeeper 3.6.</summary>
    /// <returns>The paths, in no particular order; empty when the path is not there.</returns>
    /// <exception cref="UnimplementedException">The server is older than 3.6.</exception>
    ValueTask<IReadOnlyList<ZkPath>> GetEphemeralsAsync(ZkPath path = default, CancellationToken cancellationToken = default);

    /// <summary>Watches a node, or a tree, for every change until the watch is disposed; needs ZooKeeper 3.6.</summary>
    /// <exception cref="UnimplementedException">The server is older than 3.6.</exception>
    ValueTask<IZkPersistentWatch> AddWatchAsync(ZkPath path, WatchMode mode, CancellationToken cancellationToken = default);

    /// <summary>Asks for whom the server takes this session; needs ZooKeeper 3.7.</summary>
    /// <exception cref="UnimplementedException">The server is older than 3.7.</exception>
    ValueTask<IReadOnlyList<ZkIdentity>> WhoAmIAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the ensemble's members, as the server has them in <c>/zookeeper/config</c>: a line for each, and the version of
    /// the list. The chroot does not matter. Empty data on a server that runs alone.
    /// </summary>
    /// <exception cref="NoNodeException">The server is older than 3.5.</exception>
    ValueTask<ZkNode> GetConfigAsync(CancellationToken cancellationToken = default);

    /// <summary>Limits how many nodes, or bytes of data, a node and all below it may have, in place of the limits that it has.</summary>
    /// <exception cref="NoNodeException">There is no such node.</exception>
    /// <exception cref="InvalidOperationException">A node above or below has a quota; the server would count neither right.</exception>
    ValueTask SetQuotaAsync(ZkPath path, ZkQuotaLimits limits, CancellationToken cancellationToken = default);

    /// <summary>Reads a node's quota; null when it has none of its own.</summary>
    ValueTask<ZkQuota?> GetQuotaAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>Removes a node's quota; false when it had none.</summary>
    ValueTask<bool> RemoveQuotaAsync(ZkPath path, CancellationToken cancellationToken = default);

    /// <summary>
    /// Changes the ensemble's members; needs ZooKeeper 3.5 with <c>reconfigEnabled=true</c>, and a session that may write
    /// <c>/zookeeper/config</c>. Returns when the new members have agreed.
    /// </summary>
    /// <returns>The new list, as <see cref="GetConfigAsync"/> reads it.</returns>
    /// <exception cref="ArgumentException"><paramref name="change"/> does not fit together.</exception>
    /// <exception cref="BadVersionException">The list is another one by now than <see cref="ZkReconfiguration.Version"/>.</exception>
    /// <exception cref="NoAuthException">The session may not.</exception>
    /// <exception cref="UnimplementedException">The server runs alone.</exception>
    ValueTask<ZkNode> ReconfigAsync(ZkReconfiguration change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes another list of servers while the client lives. It stays where it is, or goes over to another server with its
    /// session as soon as the calls under way are answered, with such a probability that the load of a fleet whose members all
    /// do this stays even. A client connected to a server that is not in the list always goes.
    /// </summary>
    /// <param name="connectString">The servers; a chroot must be the one that the client has, or be left out.</param>
    /// <returns>Whether the client goes over to another server.</returns>
    /// <exception cref="ArgumentException">The connect string cannot be read, or has another chroot.</exception>
    bool UpdateServers(string connectString);

    /// <summary>
    /// Authenticates this and every later session. A client can have SASL credentials once (<see cref="InvalidOperationException"/>),
    /// others as many as there are.
    /// </summary>
    /// <exception cref="AuthFailedException">The server refused the credentials.</exception>
    ValueTask AddAuthAsync(ZkAuth auth, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends this client but not its session: ephemeral nodes stay until the session's time-out runs out, or another client
    /// takes it up with <see cref="ZkClientOptions.Resume"/>. Calls under way are waited for, for 2 s at most; watches end.
    /// </summary>
    /// <returns>What the other client needs; null when there is no session, or it has ended.</returns>
    /// <exception cref="ObjectDisposedException">The client was disposed or detached before.</exception>
    ValueTask<ZkSessionTicket?> DetachAsync();
}
