using ZkReactive.Pipelines.Policy;

namespace ZkReactive.Cli;

/// <summary>Prints what a test of policies found.</summary>
internal sealed class PolicyTestView(CliHost host, bool json)
{
    /// <summary>Prints it; the exit code says whether the set is good.</summary>
    public int Write(PolicyCompilation compilation, long? id, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        PolicyExplanation? route = null;
        PolicyExplanation[]? decisions = null;
        if (id is { } wanted && compilation.Set is { } set)
        {
            var attributes = PolicyAttributeBinding.Bind(set, values).ToArray();
            route = set.Explain(wanted, attributes);
            decisions = [.. set.Documents.Where(document => document.Kind == PolicyKind.Agl).Select(agl => set.ExplainDecision(agl.Name, wanted, attributes))];
        }

        if (json) CliJson.Write(host.Out, PolicyTestJson.From(compilation, route, decisions), CliJson.Lines.PolicyTestJson);
        else WriteText(compilation, route, decisions ?? []);
        if (compilation.IsValid) return ExitCodes.Done;
        var errors = compilation.Errors.Count();
        throw new CliException(PolicyErrorIds.Refused, ExitCodes.Failed, $"The set has {errors} {(errors == 1 ? "error" : "errors")}.");
    }

    private void WriteText(PolicyCompilation compilation, PolicyExplanation? route, IEnumerable<PolicyExplanation> decisions)
    {
        foreach (var finding in compilation.Findings) host.Out.WriteLine($"{(finding.IsError ? "error" : "warning")}: {Text.OneLine(finding.ToString())} [{finding.ErrorId}]");
        if (compilation.Set is { } set && route is null)
        {
            host.Out.WriteLine($"good: {set}");
            foreach (var use in set.Attributes) host.Out.WriteLine($"  asks for {use.Name}, a {DeployStatusJson.Name(use.Type)}");
        }

        if (route is not null) Write($"{route.Id} goes to {route.Result ?? "nowhere"}", route);
        foreach (var decision in decisions) Write($"{decision.Agl} decides {decision.Result ?? "nothing"}", decision);
        if (route?.UnusedAttributes.Count > 0) host.Out.WriteLine($"no condition asks for {string.Join(", ", route.UnusedAttributes.Select(Text.OneLine))}");
        host.Out.Flush();
    }

    private void Write(string title, PolicyExplanation explanation)
    {
        var by = explanation.DecidedBy is { } step ? $", by {step.Policy} line {step.Line}" : "";
        host.Out.WriteLine(Text.OneLine(title + by));
        foreach (var tried in explanation.Steps)
        {
            var when = tried.When is null ? "" : $" when {tried.When}";
            host.Out.WriteLine(Text.OneLine($"  {(tried.Outcome == PolicyStepOutcome.Decided ? '*' : ' ')} {tried.Policy}({tried.Line}) {tried.Result}{when}: {tried.Why}"));
        }
    }
}
