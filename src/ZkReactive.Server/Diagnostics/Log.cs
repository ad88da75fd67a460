using System.Net;
using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;

namespace ZkReactive.Server.Diagnostics;

/// <summary>What the server logs; ids from 6000 on.</summary>
internal static partial class Log
{
    [LoggerMessage(6000, LogLevel.Information, "Serving on {EndPoint}")]
    public static partial void Serving(ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(6001, LogLevel.Information, "No longer serving on {EndPoint}")]
    public static partial void Away(ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(6010, LogLevel.Debug, "Connection {Number} from {Remote}: accepted")]
    public static partial void Accepted(ILogger logger, long number, IPEndPoint remote);

    [LoggerMessage(6011, LogLevel.Debug, "Connection {Number} from {Remote}: closed")]
    public static partial void Closed(ILogger logger, long number, IPEndPoint remote);

    [LoggerMessage(6012, LogLevel.Warning, "Connection from {Address} refused: it has {Limit} already, the most that are allowed")]
    public static partial void TooMany(ILogger logger, IPAddress address, int limit);

    [LoggerMessage(6013, LogLevel.Warning, "Connection {Number} from {Remote}: closed, its bytes break the protocol: {Reason}")]
    public static partial void Malformed(ILogger logger, long number, IPEndPoint remote, string reason);

    [LoggerMessage(6014, LogLevel.Warning, "Connection {Number} from {Remote}: closed, it does not read and {Bytes} bytes wait for it")]
    public static partial void Overflowed(ILogger logger, long number, IPEndPoint remote, int bytes);

    [LoggerMessage(6015, LogLevel.Error, "Connection {Number} from {Remote}: closed, serving it failed")]
    public static partial void Failed(ILogger logger, long number, IPEndPoint remote, Exception exception);

    [LoggerMessage(6016, LogLevel.Warning, "Accepting a connection failed")]
    public static partial void AcceptFailed(ILogger logger, Exception exception);

    [LoggerMessage(6020, LogLevel.Debug, "Session {Session}: opened for {Remote} with a timeout of {Milliseconds} ms")]
    public static partial void SessionOpened(ILogger logger, SessionId session, IPEndPoint remote, int milliseconds);

    [LoggerMessage(6021, LogLevel.Debug, "Session {Session}: taken up again by {Remote}")]
    public static partial void SessionResumed(ILogger logger, SessionId session, IPEndPoint remote);

    [LoggerMessage(6022, LogLevel.Debug, "Session {Session}: unknown or with a wrong password, {Remote} is told that it has expired")]
    public static partial void SessionRefused(ILogger logger, SessionId session, IPEndPoint remote);

    [LoggerMessage(6023, LogLevel.Debug, "{Remote} has seen {Seen}, later than {Last} here: sent away")]
    public static partial void Ahead(ILogger logger, IPEndPoint remote, Zxid seen, Zxid last);

    [LoggerMessage(6024, LogLevel.Information, "Session {Session}: expired")]
    public static partial void SessionExpired(ILogger logger, SessionId session);
}
