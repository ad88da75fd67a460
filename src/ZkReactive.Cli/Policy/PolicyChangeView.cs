using ZkReactive.Pipelines.Policy;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>Prints what a publish or removal did or would do.</summary>
internal sealed class PolicyChangeView(CliHost host, bool json)
{
    private const int MostMoves = 100;

    /// <summary>Prints a plan; the exit code says whether it could be done.</summary>
    public int Write(ZkPath type, PolicyPlan plan)
    {
        if (json)
        {
            CliJson.Write(host.Out, PolicyChangeJson.From("planned", type, plan.After.Set, null, plan.Difference, plan.Findings), CliJson.Lines.PolicyChangeJson);
        }
        else
        {
            if (!plan.Before.IsValid) host.Out.WriteLine($"the set that stands at {type} has errors; compared with an empty one");
            if (plan.Difference is { } difference) Write(difference, $"would change at {type}");
            Write(plan.Findings);
            host.Out.Flush();
        }

        if (plan.IsValid) return ExitCodes.Done;
        var errors = plan.Findings.Count(finding => finding.IsError);
        throw new CliException(PolicyErrorIds.Refused, ExitCodes.Failed, $"The set at {type} would have {errors} {(errors == 1 ? "error" : "errors")}; it would be refused.");
    }

    /// <summary>Prints what was done.</summary>
    public void Write(PublishedPolicies published, string verb)
    {
        if (json)
        {
            CliJson.Write(host.Out, PolicyChangeJson.From(published.Difference.IsEmpty ? "unchanged" : verb, published.Type, published.Set, published.Zxid, published.Difference, published.Findings), CliJson.Lines.PolicyChangeJson);
            return;
        }

        Write(published.Difference, $"{verb} at {published.Type} (zxid {published.Zxid}, set {published.Set.Fingerprint})");
        Write(published.Findings);
        host.Out.Flush();
    }

    private void Write(PolicyDifference difference, string title)
    {
        if (difference.IsEmpty)
        {
            host.Out.WriteLine("nothing to change: all of it stands there already");
            return;
        }

        host.Out.WriteLine(title);
        foreach (var change in difference.Policies) host.Out.WriteLine($"  {Sign(change.Change)} {change.Policy}");
        if (difference.Moves.Count > 0) host.Out.WriteLine("ids that move");
        foreach (var move in difference.Moves.Take(MostMoves)) host.Out.WriteLine($"  {Text.OneLine(move.ToString())}");
        if (difference.Moves.Count > MostMoves) host.Out.WriteLine($"  … and {difference.Moves.Count - MostMoves} more ranges (--json has them all)");
        if (difference.Rules.Count > 0) host.Out.WriteLine("rules that change");
        foreach (var rule in difference.Rules) host.Out.WriteLine($"  {Sign(rule.Change)} {rule.Policy}({rule.Line}): {Text.OneLine(rule.Rule)}");
        if (difference.Moves.Count + difference.Rules.Count == 0) host.Out.WriteLine("no id and no decision changes");
    }

    private void Write(IReadOnlyList<PolicyFinding> findings)
    {
        foreach (var finding in findings) host.Out.WriteLine($"{(finding.IsError ? "error" : "warning")}: {Text.OneLine(finding.ToString())} [{finding.ErrorId}]");
    }

    private static char Sign(PolicyChangeKind change) => change switch
    {
        PolicyChangeKind.Added => '+',
        PolicyChangeKind.Removed => '-',
        _ => '~',
    };
}
