using System.Net;
using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;

namespace ZkReactive.Client.Diagnostics;

/// <summary>Every line the client logs. Ids: 1xxx connections, 2xxx sessions, 3xxx watches. Each begins with the session.</summary>
internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Debug, "[{Session}] Connected to {Server}")]
    public static partial void Connected(ILogger logger, SessionId session, EndPoint server);

    [LoggerMessage(1002, LogLevel.Information, "[{Session}] Lost the connection to {Server}: {Reason}")]
    public static partial void ConnectionLost(ILogger logger, SessionId session, EndPoint server, string reason);

    [LoggerMessage(1003, LogLevel.Debug, "[{Session}] Could not connect to {Server}: {Reason}")]
    public static partial void AttemptFailed(ILogger logger, SessionId session, string server, string reason);

    [LoggerMessage(1004, LogLevel.Error, "[{Session}] The server {Server} broke the protocol")]
    public static partial void ProtocolBroken(ILogger logger, SessionId session, EndPoint server, Exception error);

    [LoggerMessage(1005, LogLevel.Warning, "[{Session}] Skipped a reply of {Length} bytes to xid {Xid}, above the limit of {Limit}")]
    public static partial void ReplySkipped(ILogger logger, SessionId session, int length, int xid, int limit);

    [LoggerMessage(1006, LogLevel.Information, "[{Session}] The servers are {Servers} from now on; moves to another: {Moves}")]
    public static partial void ServersChanged(ILogger logger, SessionId session, string servers, bool moves);

    [LoggerMessage(1007, LogLevel.Warning, "[{Session}] The ensemble's list of members was not followed: {Reason}")]
    public static partial void MembersNotFollowed(ILogger logger, SessionId session, string reason);

    [LoggerMessage(2001, LogLevel.Information, "[{Session}] Session opened at {Server} with a time-out of {Timeout}")]
    public static partial void SessionOpened(ILogger logger, SessionId session, EndPoint server, TimeSpan timeout);

    [LoggerMessage(2002, LogLevel.Information, "[{Session}] Session resumed at {Server}")]
    public static partial void SessionResumed(ILogger logger, SessionId session, EndPoint server);

    [LoggerMessage(2003, LogLevel.Warning, "[{Session}] Session expired; a new one will be opened")]
    public static partial void SessionExpired(ILogger logger, SessionId session);

    [LoggerMessage(2004, LogLevel.Error, "[{Session}] Credentials of scheme {Scheme} did not do: {Reason}; the client gives up")]
    public static partial void AuthFailed(ILogger logger, SessionId session, string scheme, string reason);

    [LoggerMessage(2005, LogLevel.Warning, "[{Session}] The ensemble has an older history than {LastZxid}, which this client has seen; it starts anew")]
    public static partial void HistoryLost(ILogger logger, SessionId session, Zxid lastZxid);

    [LoggerMessage(2006, LogLevel.Information, "[{Session}] Session left to the next process, until {EndsAt:O}")]
    public static partial void SessionLeft(ILogger logger, SessionId session, DateTimeOffset endsAt);

    [LoggerMessage(2007, LogLevel.Information, "[{Session}] Taking up the session of another process, last heard of at {LastHeard:O}")]
    public static partial void SessionTaken(ILogger logger, SessionId session, DateTimeOffset lastHeard);

    [LoggerMessage(2008, LogLevel.Warning, "[{Session}] Not taken up: it is a session of {Servers}; a new one will be opened")]
    public static partial void SessionForeign(ILogger logger, SessionId session, string servers);

    [LoggerMessage(3001, LogLevel.Warning, "[{Session}] The server knows no persistent watches any more; they have ended")]
    public static partial void PersistentWatchesUnknown(ILogger logger, SessionId session);
}
