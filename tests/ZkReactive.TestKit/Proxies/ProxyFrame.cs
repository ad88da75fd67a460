using ZkReactive.Protocol;

namespace ZkReactive.TestKit.Proxies;

/// <summary>Which way a frame goes and why.</summary>
public enum ProxyFrameKind
{
    Request,
    Reply,
    Event,
}

/// <summary>A frame that a <see cref="ZkProxy"/> is about to pass on.</summary>
/// <param name="Kind">Request, reply or event.</param>
/// <param name="Operation">The request's operation, also for its reply; <see cref="OpCode.Notification"/> for an event.</param>
public readonly record struct ProxyFrame(ProxyFrameKind Kind, OpCode Operation);

/// <summary>What a <see cref="ZkProxy"/> does about a frame.</summary>
public enum ProxyAction
{
    Forward,

    /// <summary>Cuts the connection; the frame is lost.</summary>
    CutBefore,

    /// <summary>Passes it on, then cuts the connection.</summary>
    CutAfter,

    /// <summary>Ends the session on the server and cuts the connection; the frame is lost.</summary>
    ExpireBefore,

    /// <summary>Passes it on, then ends the session on the server and cuts the connection.</summary>
    ExpireAfter,
}
