using ZkReactive.Pipelines.Deploy;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>A rollout that was halted: the library's <see cref="DeployHalt"/> in types that scripts handle.</summary>
public sealed class ZkDeployHaltInfo
{
    internal ZkDeployHaltInfo(ZkPath path, DeployHalt halt, ZkSession session)
    {
        Path = path.Value;
        DeployId = halt.DeployId;
        Reason = halt.Reason;
        By = halt.By;
        At = halt.At;
        Session = session;
    }

    /// <summary>The manifest node.</summary>
    public string Path { get; }

    /// <summary>The deploy.</summary>
    public string DeployId { get; }

    /// <summary>Why; null when nobody said.</summary>
    public string? Reason { get; }

    /// <summary>Who halted it; null when nobody said.</summary>
    public string? By { get; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The session; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The deploy and why.</summary>
    public override string ToString() => $"{DeployId} {Reason}".TrimEnd();
}
