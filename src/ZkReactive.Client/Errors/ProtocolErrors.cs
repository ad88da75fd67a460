using ZkReactive.Client.Calls;
using ZkReactive.Protocol.Framing;
using ZkReactive.Protocol.Jute;

namespace ZkReactive.Client.Errors;

/// <summary>The exceptions for what breaks the protocol or a limit, each with its id.</summary>
internal static class ProtocolErrors
{
    /// <summary>A request larger than <see cref="ZkClientOptions.MaxPacketBytes"/>; nothing was sent.</summary>
    public static ZkProtocolException PacketTooLarge(Call call, FrameLengthException cause) =>
        new(
            "ZkPacketTooLarge",
            $"{call.Operation} {call.Path} was not sent: the request has {cause.Length:N0} bytes, the limit (MaxPacketBytes) is {cause.Limit:N0}. "
            + "Make the data smaller, or raise the limit here and jute.maxbuffer on the servers.")
        {
            Path = call.Path,
            Operation = call.Operation,
            Expected = $"at most {cause.Limit} bytes",
            Actual = $"{cause.Length} bytes",
        };

    /// <summary>A call above <see cref="ZkClientOptions.MaxPendingRequests"/>; nothing was sent.</summary>
    public static TooManyRequestsException TooManyRequests(Call call, int pending, int limit) =>
        new(
            pending,
            $"{call.Operation} {call.Path} was not sent: {pending:N0} calls are pending already, the limit (MaxPendingRequests) is {limit:N0}. "
            + "Await some of them before making more, or raise the limit.")
        {
            Path = call.Path,
            Operation = call.Operation,
        };

    /// <summary>A reply larger than <see cref="ZkClientOptions.MaxPacketBytes"/>; it was skipped.</summary>
    public static ZkProtocolException ReplyTooLarge(Call call, int length, int limit) =>
        new(
            "ZkReplyTooLarge",
            $"{call.Operation} {call.Path} failed: the reply has {length:N0} bytes, the limit (MaxPacketBytes) is {limit:N0}. "
            + "Raise the limit, or make the data or the list of children smaller.")
        {
            Path = call.Path,
            Operation = call.Operation,
            Expected = $"at most {limit} bytes",
            Actual = $"{length} bytes",
        };

    /// <summary>A reply whose body cannot be read.</summary>
    public static ZkProtocolException BadReply(Call call, JuteFormatException cause) =>
        new("ZkBadReply", $"{call.Operation} {call.Path} failed: the server's reply cannot be read. {cause.Message}", cause)
        {
            Path = call.Path,
            Operation = call.Operation,
            Offset = cause.Offset,
            Expected = cause.Expected,
            Actual = cause.Actual,
        };

    /// <summary>A reply to another request than the oldest one in flight.</summary>
    public static ZkProtocolException XidOutOfOrder(int expected, int actual) =>
        new("ZkXidOutOfOrder", $"The server answered request {actual} while request {expected} was next; the connection is closed and opened again.")
        {
            Offset = 0,
            Expected = expected == 0 ? "no reply" : $"xid {expected}",
            Actual = $"xid {actual}",
        };

    /// <summary>A frame with an impossible length.</summary>
    public static ZkProtocolException BadFrame(int length, int limit) =>
        new("ZkBadFrame", $"The server sent a frame of {length} bytes, the limit (MaxPacketBytes) is {limit}; the connection is closed and opened again.")
        {
            Expected = $"0 to {limit} bytes",
            Actual = $"{length} bytes",
        };
}
