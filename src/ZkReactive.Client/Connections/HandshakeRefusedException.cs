namespace ZkReactive.Client.Connections;

/// <summary>
/// The server took the TCP connection and closed it without answering the connect request. Servers do so while they have
/// no quorum, and to clients that have seen a later history than theirs.
/// </summary>
internal sealed class HandshakeRefusedException()
    : IOException("closed the connection without answering: it has no quorum, too many clients, or an older history than this client has seen");
