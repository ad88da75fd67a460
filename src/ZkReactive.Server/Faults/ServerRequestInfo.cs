using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>A request that has been read and not yet processed, as a fault rule sees it.</summary>
/// <param name="ConnectionNumber">Which connection since the start of the server, from 1.</param>
/// <param name="RequestNumber">Which request on this connection, from 1; the handshake is number 1.</param>
/// <param name="Session">The session; <see cref="SessionId.None"/> in the handshake of a new one.</param>
/// <param name="Operation">What is asked for; <see cref="OpCode.CreateSession"/> for a handshake, also of a resumed session.</param>
/// <param name="Xid">The number the client gave to the request.</param>
/// <param name="Path">The path of requests that begin with one, else null.</param>
public readonly record struct ServerRequestInfo(
    long ConnectionNumber,
    long RequestNumber,
    SessionId Session,
    OpCode Operation,
    int Xid,
    string? Path);
