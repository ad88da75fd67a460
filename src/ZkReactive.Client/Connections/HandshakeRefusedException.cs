namespace ZkReactive.Client.Connections;

/// <summary>
/// The server took the TCP connection and closed it without answering the connect request. Servers do so while they have
/// no quorum, and to clients that have seen a later history than theirs. One that speaks TLS tells a plain client no more than
/// that; and with TLS 1.3 a client has made its side of the handshake before the server looks at the client's certificate.
/// </summary>
internal sealed class HandshakeRefusedException(bool isTls)
    : IOException("closed the connection without answering: it has no quorum, too many clients, or an older history than this client has seen, "
        + $"or it {(isTls ? "wants a client certificate that it trusts" : "speaks TLS at this port")}");
