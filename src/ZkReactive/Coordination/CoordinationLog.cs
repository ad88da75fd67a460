using Microsoft.Extensions.Logging;
using ZkReactive.Client;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination;

/// <summary>What the recipes log, to the client's loggers; event ids 5200 to 5299.</summary>
internal static partial class CoordinationLog
{
    /// <summary>The recipes' logger of a client.</summary>
    public static ILogger Of(IZkClient client) => client.Options.LoggerFactory.CreateLogger("ZkReactive.Coordination");

    [LoggerMessage(5200, LogLevel.Debug, "{Session} holds the lock {Path} with token {Token} as {Node}")]
    public static partial void LockTaken(ILogger logger, SessionId session, ZkPath path, Zxid token, ZkPath node);

    [LoggerMessage(5201, LogLevel.Debug, "{Session} gave the lock {Path} with token {Token} back")]
    public static partial void LockGivenBack(ILogger logger, SessionId session, ZkPath path, Zxid token);

    [LoggerMessage(5202, LogLevel.Warning, "{Session} lost the lock {Path} with token {Token}: {Reason}")]
    public static partial void LockLost(ILogger logger, SessionId session, ZkPath path, Zxid token, LockLoss? reason);

    [LoggerMessage(5203, LogLevel.Information, "{Session} no longer stands in line at {Path}: its session ended, or somebody deleted {Node}; it asks anew, at the end")]
    public static partial void PlaceLost(ILogger logger, SessionId session, ZkPath path, ZkPath node);

    [LoggerMessage(5204, LogLevel.Debug, "{Session} had no answer to a create below {Path}; its node is {Found}")]
    public static partial void CreateUnanswered(ILogger logger, Exception exception, SessionId session, ZkPath path, ZkPath? found);

    [LoggerMessage(5210, LogLevel.Information, "{Session} leads at {Path} in epoch {Epoch}")]
    public static partial void Leads(ILogger logger, SessionId session, ZkPath path, Zxid epoch);

    [LoggerMessage(5211, LogLevel.Information, "{Session} does not lead at {Path} any more; its epoch was {Epoch}; lost: {Reason}")]
    public static partial void LeadEnded(ILogger logger, SessionId session, ZkPath path, Zxid epoch, LockLoss? reason);

    [LoggerMessage(5220, LogLevel.Information, "{Session} is a member as {Node}")]
    public static partial void Joined(ILogger logger, SessionId session, ZkPath node);

    [LoggerMessage(5221, LogLevel.Warning, "{Session} could not keep up the membership {Node}; trying again")]
    public static partial void MembershipDelayed(ILogger logger, Exception exception, SessionId session, ZkPath node);

    [LoggerMessage(5222, LogLevel.Error, "{Session} gave the membership {Node} up: trying again is no use")]
    public static partial void MembershipGivenUp(ILogger logger, Exception exception, SessionId session, ZkPath node);

    [LoggerMessage(5223, LogLevel.Information, "{Session} is no member as {Node} any more: it left")]
    public static partial void Left(ILogger logger, SessionId session, ZkPath node);

    [LoggerMessage(5230, LogLevel.Warning, "{Session} ended under a step of {Step} at {Path}: whether it was taken cannot be told")]
    public static partial void StepUnknown(ILogger logger, SessionId session, long step, ZkPath path);

    [LoggerMessage(5240, LogLevel.Debug, "{Session} claimed {Item}, attempt {Attempt}")]
    public static partial void ItemClaimed(ILogger logger, SessionId session, ZkPath item, int attempt);

    [LoggerMessage(5241, LogLevel.Debug, "{Session} completed {Item}")]
    public static partial void ItemCompleted(ILogger logger, SessionId session, ZkPath item);

    [LoggerMessage(5242, LogLevel.Warning, "{Session} lost its claim on {Item}, which may be another worker's")]
    public static partial void ClaimLost(ILogger logger, SessionId session, ZkPath item);

    [LoggerMessage(5243, LogLevel.Warning, "{Session} ended while {Item} was being completed: whether it was cannot be told")]
    public static partial void CompletionUnknown(ILogger logger, SessionId session, ZkPath item);

    [LoggerMessage(5244, LogLevel.Warning, "{Session} ended while an item was being put into {Path}: whether it was cannot be told")]
    public static partial void PutUnknown(ILogger logger, SessionId session, ZkPath path);

    [LoggerMessage(5250, LogLevel.Debug, "{Session} was answered by {Answers} listeners of {Path}; {Left} left, {Missing} did not answer")]
    public static partial void Notified(ILogger logger, SessionId session, ZkPath path, int answers, int left, int missing);

    [LoggerMessage(5260, LogLevel.Debug, "{Session} has the name {Node}")]
    public static partial void NameClaimed(ILogger logger, SessionId session, ZkPath node);

    [LoggerMessage(5270, LogLevel.Debug, "{Session} passed the barrier {Path}")]
    public static partial void BarrierPassed(ILogger logger, SessionId session, ZkPath path);
}
