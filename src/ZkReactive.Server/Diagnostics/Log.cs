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

    [LoggerMessage(6025, LogLevel.Warning, "{Path}: {Now} {What} are more than its quota of {Limit}")]
    public static partial void QuotaPassed(ILogger logger, string path, long now, string what, long limit);

    [LoggerMessage(6026, LogLevel.Debug, "Connection {Number} from {Remote}: closed, no TLS: {Reason}")]
    public static partial void NoTls(ILogger logger, long number, IPEndPoint remote, string reason);

    [LoggerMessage(6027, LogLevel.Warning, "Connection {Number} from {Remote}: closed, it did not prove that it knows a user's password")]
    public static partial void SaslRefused(ILogger logger, long number, IPEndPoint remote);

    [LoggerMessage(6030, LogLevel.Information, "Data directory {Directory}: {Nodes} nodes and {Sessions} sessions up to {Zxid}, from snapshot {Snapshot} and {Transactions} transactions of the log, in {Milliseconds} ms")]
    public static partial void Recovered(ILogger logger, string directory, int nodes, int sessions, Zxid zxid, Zxid snapshot, int transactions, long milliseconds);

    [LoggerMessage(6031, LogLevel.Warning, "{Path}: the record at byte {Offset} was never finished ({Reason}), nobody was told that it is done; {Bytes} bytes cut off")]
    public static partial void TornTail(ILogger logger, string path, long offset, string reason, long bytes);

    [LoggerMessage(6032, LogLevel.Warning, "{Path}: the snapshot is not used, it is damaged at byte {Offset}: {Reason}")]
    public static partial void SnapshotUnreadable(ILogger logger, string path, long offset, string reason);

    [LoggerMessage(6033, LogLevel.Error, "Data directory {Directory}: the tree at {Zxid} is not the one that its writer had, the digests differ")]
    public static partial void DigestMismatch(ILogger logger, string directory, Zxid zxid);

    [LoggerMessage(6034, LogLevel.Information, "Snapshot {Path}: {Bytes} bytes in {Milliseconds} ms")]
    public static partial void SnapshotTaken(ILogger logger, string path, long bytes, long milliseconds);

    [LoggerMessage(6035, LogLevel.Warning, "Snapshot {Path}: writing it failed; the log goes on, and the next one is tried later")]
    public static partial void SnapshotFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(6036, LogLevel.Information, "{Path}: no longer needed, removed")]
    public static partial void Purged(ILogger logger, string path);

    [LoggerMessage(6037, LogLevel.Warning, "{Path}: removing it failed")]
    public static partial void PurgeFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(6038, LogLevel.Warning, "{Path}: the disk took {Milliseconds} ms to take the last transactions, and every write waited for it")]
    public static partial void SlowSync(ILogger logger, string path, long milliseconds);

    [LoggerMessage(6039, LogLevel.Critical, "The server has stopped serving: {Reason}")]
    public static partial void LogBroken(ILogger logger, string reason, Exception exception);
}
