using ZkReactive.Protocol;

namespace ZkReactive.Server;

/// <summary>What a fault rule makes the server do with one request.</summary>
public sealed record FaultAction
{
    /// <summary>Nothing: the request is served.</summary>
    public static readonly FaultAction None = new(FaultKind.None);

    /// <summary>The connection is closed and the request never processed.</summary>
    public static readonly FaultAction DropBeforeProcessing = new(FaultKind.DropBeforeProcessing);

    /// <summary>The request is processed, and the connection closed without sending its reply; earlier replies are sent.</summary>
    public static readonly FaultAction DropAfterProcessing = new(FaultKind.DropAfterProcessing);

    /// <summary>The request is processed and answered, and the connection closed after the reply.</summary>
    public static readonly FaultAction DropAfterReply = new(FaultKind.DropAfterReply);

    /// <summary>The session is expired and its connection closed; the request is never processed.</summary>
    public static readonly FaultAction ExpireSession = new(FaultKind.ExpireSession);

    /// <summary>The request is processed, then the session expired and the connection closed without a reply.</summary>
    public static readonly FaultAction ExpireSessionAfterProcessing = new(FaultKind.ExpireSessionAfterProcessing);

    private FaultAction(FaultKind kind) => Kind = kind;

    internal FaultKind Kind { get; }

    internal TimeSpan DelayTime { get; private init; }

    internal int Bytes { get; private init; }

    internal ErrorCode Code { get; private init; }

    /// <summary>The request is processed; its reply, and all that follows on the connection, is sent only after <paramref name="time"/>.</summary>
    public static FaultAction Delay(TimeSpan time) => new(FaultKind.Delay) { DelayTime = time };

    /// <summary>The request is processed; of its reply's frame only the first <paramref name="bytes"/> bytes are sent, then the connection is closed.</summary>
    public static FaultAction Truncate(int bytes) => new(FaultKind.Truncate) { Bytes = bytes };

    /// <summary>The request is not processed but answered with <paramref name="code"/>.</summary>
    public static FaultAction Fail(ErrorCode code) => new(FaultKind.Fail) { Code = code };
}
