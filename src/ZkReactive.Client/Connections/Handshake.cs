using System.Net;
using ZkReactive.Protocol.Records;

namespace ZkReactive.Client.Connections;

/// <summary>A server's answer to a connect request, with the transport it came from.</summary>
/// <param name="Transport">What is connected.</param>
/// <param name="Server">The server.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Response">The answer.</param>
/// <param name="LeftOver">Bytes that came behind the answer.</param>
internal sealed record Handshake(Transport Transport, EndPoint Server, ConnectRequest Request, ConnectResponse Response, ReadOnlyMemory<byte> LeftOver);
