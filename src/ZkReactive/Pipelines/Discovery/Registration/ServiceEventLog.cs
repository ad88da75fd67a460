using Microsoft.Extensions.Logging;

namespace ZkReactive.Pipelines.Discovery.Registration;

/// <summary>A line in the log for each event.</summary>
internal static partial class ServiceEventLog
{
    internal static void Write(ILogger logger, string node, ServiceEvent @event)
    {
        switch (@event)
        {
            case ServiceEvent.Registered e:
                LogRegistered(logger, node, e.Session.ToString());
                break;
            case ServiceEvent.Removed:
                LogRemoved(logger, node);
                break;
            case ServiceEvent.Lost e:
                LogLost(logger, node, e.ByExpiry ? "its session has expired" : "it was deleted");
                break;
            case ServiceEvent.HealthChanged e:
                LogHealth(logger, node, e.Health, e.Detail);
                break;
            case ServiceEvent.PredecessorAwaited e:
                LogAwaited(logger, node, e.Owner.ToString());
                break;
            case ServiceEvent.Refused e:
                LogRefused(logger, node, e.ErrorId, e.Message);
                break;
            case ServiceEvent.StepFailed e:
                LogFailed(logger, node, e.Step, e.ErrorId, e.Message);
                break;
            case ServiceEvent.Probed e:
                LogProbed(logger, node, e.IsUp ? "up" : "down", e.Streak, e.Detail);
                break;
            default:
                LogOther(logger, node, @event.GetType().Name);
                break;
        }
    }

    [LoggerMessage(5400, LogLevel.Information, "{Node}: registered with session {Session}")]
    private static partial void LogRegistered(ILogger logger, string node, string session);

    [LoggerMessage(5401, LogLevel.Information, "{Node}: taken out")]
    private static partial void LogRemoved(ILogger logger, string node);

    [LoggerMessage(5402, LogLevel.Warning, "{Node}: the registration is gone: {Why}; it comes back as soon as it can")]
    private static partial void LogLost(ILogger logger, string node, string why);

    [LoggerMessage(5403, LogLevel.Information, "{Node}: the service is {Health}: {Detail}")]
    private static partial void LogHealth(ILogger logger, string node, ServiceHealth health, string detail);

    [LoggerMessage(5404, LogLevel.Information, "{Node}: session {Owner} has the same address and port there; waiting for it to end")]
    private static partial void LogAwaited(ILogger logger, string node, string owner);

    [LoggerMessage(5405, LogLevel.Error, "{Node}: cannot be registered: [{ErrorId}] {Error}")]
    private static partial void LogRefused(ILogger logger, string node, string errorId, string error);

    [LoggerMessage(5406, LogLevel.Warning, "{Node}: {Step} failed: [{ErrorId}] {Error}")]
    private static partial void LogFailed(ILogger logger, string node, ServiceStep step, string errorId, string error);

    [LoggerMessage(5407, LogLevel.Debug, "{Node}: probe says {Result} ({Streak} in a row): {Detail}")]
    private static partial void LogProbed(ILogger logger, string node, string result, int streak, string detail);

    [LoggerMessage(5408, LogLevel.Debug, "{Node}: {Event}")]
    private static partial void LogOther(ILogger logger, string node, string @event);
}
