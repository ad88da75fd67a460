using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Sessions;
using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Output;

/// <summary>Policies that were published or removed; binds to Get-ZkPolicy and Watch-ZkPolicy by <see cref="Type"/>.</summary>
public sealed class ZkPublishedPolicyInfo
{
    internal ZkPublishedPolicyInfo(PublishedPolicies published, ZkSession session)
    {
        Type = published.Type.Value;
        Changes = (published.Difference.Policies.Select(change => $"{change.Policy} {change.Change}")).ToArray();
        Moves = (published.Difference.Moves.Select(move => move.ToString())).ToArray();
        Rules = (published.Difference.Rules.Select(rule => $"{rule.Policy}({rule.Line}) {rule.Change}: {rule.Rule}")).ToArray();
        Warnings = (published.Findings.Select(finding => finding.ToString())).ToArray();
        Policies = (published.Set.Documents.Select(document => document.Name)).ToArray();
        Fingerprint = published.Set.Fingerprint;
        Zxid = published.Zxid;
        Session = session;
    }

    /// <summary>The type's node.</summary>
    public string Type { get; }

    /// <summary>The policies that were added, changed or removed; empty when all of it stood there already.</summary>
    public IReadOnlyList<string> Changes { get; }

    /// <summary>The ids that moved, from where to where.</summary>
    public IReadOnlyList<string> Moves { get; }

    /// <summary>The rules that changed.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>What is odd about the set.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>All policies of the set now.</summary>
    public IReadOnlyList<string> Policies { get; }

    /// <summary>Sixteen hex digits that tell sets of other content apart.</summary>
    public string Fingerprint { get; }

    /// <summary>The transaction that made the set what it is.</summary>
    public Zxid Zxid { get; }

    /// <summary>The session it was written in; binds to <c>-Session</c> of the next command.</summary>
    public ZkSession Session { get; }

    /// <summary>The fingerprint.</summary>
    public override string ToString() => Fingerprint;
}
