using Microsoft.Extensions.Logging;
using ZkReactive.Protocol;

namespace ZkReactive.Streams.Sharing;

/// <summary>What streams log.</summary>
internal static partial class StreamLog
{
    public static void ObserverThrew(ILoggerFactory loggers, ZkPath path, Exception exception) =>
        ObserverThrew(loggers.CreateLogger("ZkReactive.Streams"), path, exception);

    [LoggerMessage(3501, LogLevel.Error, "An observer of {Path} threw an exception and was unsubscribed. Handle exceptions inside OnNext.")]
    private static partial void ObserverThrew(ILogger logger, ZkPath path, Exception exception);
}
