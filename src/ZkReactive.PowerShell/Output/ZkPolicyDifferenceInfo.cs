using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>One thing that publishing or removing policies would change, as -WhatIf shows it.</summary>
public sealed class ZkPolicyDifferenceInfo
{
    private ZkPolicyDifferenceInfo(string type, ZkSession session, string what, string subject, string change)
    {
        Type = type;
        Session = session;
        What = what;
        Subject = subject;
        Change = change;
    }

    /// <summary>The type's node.</summary>
    public string Type { get; }

    /// <summary>What it is about: <c>Policy</c>, <c>Ids</c> or <c>Rule</c>.</summary>
    public string What { get; }

    /// <summary>The policy, the ids, or the agl.</summary>
    public string Subject { get; }

    /// <summary>What happens to it: for ids from where to where.</summary>
    public string Change { get; }

    /// <summary>The first id that moves; null when it is not about ids.</summary>
    public long? From { get; private init; }

    /// <summary>The last id that moves; null when it is not about ids.</summary>
    public long? To { get; private init; }

    /// <summary>How the ids are routed now; null when it is not about ids.</summary>
    public string? Before { get; private init; }

    /// <summary>How they would be; null when it is not about ids.</summary>
    public string? After { get; private init; }

    /// <summary>The session it was read in.</summary>
    public ZkSession Session { get; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{What} {Subject}: {Change}";

    internal static IEnumerable<ZkPolicyDifferenceInfo> Of(PolicyPlan plan, ZkSession session)
    {
        if (plan.Difference is not { } difference) yield break;
        var type = plan.Snapshot.Type.Value;
        foreach (var policy in difference.Policies) yield return new(type, session, "Policy", policy.Policy, policy.Change.ToString());
        foreach (var move in difference.Moves)
            yield return new(type, session, "Ids", move.Ids, $"{move.Before} → {move.After}") { From = move.From, To = move.To, Before = move.Before, After = move.After };
        foreach (var rule in difference.Rules) yield return new(type, session, "Rule", $"{rule.Policy}({rule.Line})", $"{rule.Change}: {rule.Rule}");
    }
}
