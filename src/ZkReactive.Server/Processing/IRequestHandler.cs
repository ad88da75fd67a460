using ZkReactive.Protocol;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Server.Processing;

/// <summary>Serves one kind of request.</summary>
internal interface IRequestHandler
{
    /// <summary>
    /// Reads the body and does what it asks for. A handler that has something to say besides ok replies itself; for the
    /// others, and for every error, the caller sends the bare header.
    /// </summary>
    ErrorCode Handle(RequestContext request, ref JuteReader body);
}
