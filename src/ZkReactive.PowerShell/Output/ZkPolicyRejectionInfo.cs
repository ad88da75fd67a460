using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>An agent that refuses the set which stands in ZooKeeper.</summary>
public sealed class ZkPolicyRejectionInfo
{
    internal ZkPolicyRejectionInfo(PolicyRejection rejection, ZkPath type, ZkSession session)
    {
        Type = type.Value;
        Agent = rejection.Agent;
        HostName = rejection.Host;
        Since = rejection.At;
        Zxid = rejection.Zxid;
        Using = rejection.Current;
        Findings = (rejection.Findings.Select(finding => finding.ToString())).ToArray();
        Session = session;
    }

    /// <summary>The type's node.</summary>
    public string Type { get; }

    /// <summary>The agent.</summary>
    public string Agent { get; }

    /// <summary>Its machine.</summary>
    public string HostName { get; }

    /// <summary>Since when, by its clock.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The transaction that made the set what it refuses.</summary>
    public string Zxid { get; }

    /// <summary>The fingerprint of the set it goes on with; null when it has none.</summary>
    public string? Using { get; }

    /// <summary>Why it refuses.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>The session it was read in.</summary>
    public ZkSession Session { get; }

    /// <summary>The agent.</summary>
    public override string ToString() => Agent;
}
