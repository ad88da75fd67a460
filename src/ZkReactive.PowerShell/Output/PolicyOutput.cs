using System.Management.Automation;
using ZkReactive.Pipelines.Policy;
using ZkReactive.PowerShell.Sessions;

namespace ZkReactive.PowerShell.Output;

/// <summary>Writes what publishing and removing did, or would do: warnings to the warning stream, the rest as objects.</summary>
internal static class PolicyOutput
{
    /// <summary>What was done.</summary>
    public static void Write(Cmdlet cmdlet, PublishedPolicies published, ZkSession session)
    {
        foreach (var finding in published.Findings) cmdlet.WriteWarning(finding.ToString());
        cmdlet.WriteObject(new ZkPublishedPolicyInfo(published, session));
    }

    /// <summary>What would be done: a row for each policy, range and rule that changes.</summary>
    public static void Write(Cmdlet cmdlet, PolicyPlan plan, ZkSession session)
    {
        if (!plan.Before.IsValid) cmdlet.WriteWarning($"The set that stands there has errors; the difference is to an empty one. {plan.Before.Errors.First()}");
        foreach (var finding in plan.Findings) cmdlet.WriteWarning((finding.IsError ? "Would be refused: " : "") + finding);
        foreach (var row in ZkPolicyDifferenceInfo.Of(plan, session)) cmdlet.WriteObject(row);
    }
}
