using ZkReactive.Pipelines.Policy.Language;

namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>A compiled agl: rules in order, the first that holds decides.</summary>
internal sealed class Decision(PolicyDocument document, Condition[] conditions, ConditionProgram program)
{
    private readonly PolicyRule[] _rules = [.. document.Rules];

    public PolicyDocument Document => document;

    public Condition ConditionOf(int rule) => conditions[rule];

    public string? Decide(long id, ReadOnlySpan<PolicyAttribute> attributes)
    {
        for (var i = 0; i < conditions.Length; i++)
        {
            if (program.Evaluate(conditions[i], id, attributes) == Ternary.True) return _rules[i].Then;
        }

        return document.Otherwise?.Result;
    }
}
