using System.Text.Json;
using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>Something a registration saw, decided or did, as JSON.</summary>
/// <param name="At">When.</param>
/// <param name="Event">What: the event's name, <c>registered</c> for instance.</param>
/// <param name="Path">The instance's node.</param>
/// <param name="Session">The session it is about: its own, or the one that has the node; null when it is about none.</param>
/// <param name="ErrorId">What went wrong; null when nothing did.</param>
/// <param name="Message">The same in words.</param>
internal sealed record ServiceEventJson(DateTimeOffset At, string Event, string Path, string? Session, string? ErrorId, string Message)
{
    /// <summary>Takes an event apart.</summary>
    public static ServiceEventJson From(string path, ServiceEvent e, string message) => new(
        e.At,
        JsonNamingPolicy.CamelCase.ConvertName(e.GetType().Name),
        path,
        e switch
        {
            ServiceEvent.Registered registered => registered.Session.ToString(),
            ServiceEvent.PredecessorAwaited awaited => awaited.Owner.ToString(),
            ServiceEvent.Refused refused => refused.Owner.ToString(),
            _ => null,
        },
        e switch
        {
            ServiceEvent.Refused refused => refused.ErrorId,
            ServiceEvent.StepFailed failed => failed.ErrorId,
            _ => null,
        },
        message);
}
