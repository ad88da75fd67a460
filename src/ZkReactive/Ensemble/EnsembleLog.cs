using Microsoft.Extensions.Logging;

namespace ZkReactive.Ensemble;

/// <summary>What starting and stopping an ensemble logs; event ids 5300 to 5399.</summary>
internal static partial class EnsembleLog
{
    /// <summary>The ensembles' logger.</summary>
    public static ILogger Of(ILoggerFactory loggers) => loggers.CreateLogger("ZkReactive.Ensemble");

    [LoggerMessage(5300, LogLevel.Information, "Server {Number} was started as process {ProcessId}; its log is {LogFile}")]
    public static partial void Started(ILogger logger, int number, int? processId, string logFile);

    [LoggerMessage(5301, LogLevel.Information, "Server {Number} serves at {Address}")]
    public static partial void Serves(ILogger logger, int number, string address);

    [LoggerMessage(5302, LogLevel.Information, "Server {Number}, process {ProcessId}, has ended")]
    public static partial void Stopped(ILogger logger, int number, int processId);

    [LoggerMessage(5303, LogLevel.Warning, "Server {Number}, process {ProcessId}, did not end when asked to, and is killed")]
    public static partial void Killed(ILogger logger, int number, int processId);
}
