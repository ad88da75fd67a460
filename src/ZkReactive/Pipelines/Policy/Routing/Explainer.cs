using System.Collections.Frozen;
using ZkReactive.Pipelines.Policy.Language;

namespace ZkReactive.Pipelines.Policy.Routing;

/// <summary>Retraces a decision step by step, with a reason for each.</summary>
internal ref struct Explainer
{
    private readonly ConditionProgram _program;
    private readonly FrozenDictionary<string, PolicyAttributeUse> _types;
    private readonly long _id;
    private readonly ReadOnlySpan<PolicyAttribute> _attributes;
    private readonly List<PolicyStep> _steps = [];
    private PolicyStep? _decided;

    public Explainer(ConditionProgram program, FrozenDictionary<string, PolicyAttributeUse> types, long id, ReadOnlySpan<PolicyAttribute> attributes)
    {
        _program = program;
        _types = types;
        _id = id;
        _attributes = attributes;
    }

    public readonly int Count => _steps.Count;

    public void Add(string policy, int line, int column, (long From, long To)? range, string? when, in Condition condition, string result)
    {
        var (outcome, why) = Judge(when, condition, range is not null);
        var step = new PolicyStep(policy, line, column, range?.From, range?.To, when, result, outcome, why);
        if (outcome == PolicyStepOutcome.Decided) _decided = step;
        _steps.Add(step);
    }

    public readonly PolicyExplanation Explain(string? agl, int total)
    {
        var given = _attributes.ToArray();
        var types = _types;
        var unused = given.Where(attribute => !types.ContainsKey(attribute.Name)).Select(attribute => attribute.Name).ToArray();
        return new(_id, given, agl, _decided?.Result, _decided, _steps, total - _steps.Count, unused);
    }

    private readonly (PolicyStepOutcome Outcome, string Why) Judge(string? when, in Condition condition, bool isRange)
    {
        if (_decided is not null) return (PolicyStepOutcome.NotReached, $"{_decided.Policy}({_decided.Line},{_decided.Column}) decided before.");
        if (when is null) return (PolicyStepOutcome.Decided, isRange ? "The id is in its range, and it has no condition." : "Nothing else decided.");
        switch (_program.Evaluate(condition, _id, _attributes))
        {
            case Ternary.True:
                return (PolicyStepOutcome.Decided, "Its condition holds.");
            case Ternary.False:
                return (PolicyStepOutcome.NotMet, "Its condition does not hold.");
            default:
                var missing = Missing(condition);
                return (PolicyStepOutcome.Unknown, missing.Length > 0 ? $"Its condition cannot be told: {missing}." : "Its condition cannot be told: its arithmetic overflows or divides by zero.");
        }
    }

    private readonly string Missing(in Condition condition)
    {
        var reasons = new List<string>();
        foreach (var name in _program.AttributesOf(condition))
        {
            var needed = _types[name].Type;
            PolicyAttribute? found = null;
            foreach (var attribute in _attributes)
            {
                if (attribute.Name != name) continue;
                found = attribute;
                break;
            }

            if (found is null) reasons.Add($"{name} was not given");
            else if (found.Value.Type != needed) reasons.Add($"{name} was given as {Word(found.Value.Type)}, and {Word(needed)} is needed");
        }

        return string.Join(", ", reasons);
    }

    private static string Word(PolicyValueType type) => type switch
    {
        PolicyValueType.Boolean => "a truth value",
        PolicyValueType.Number => "a number",
        _ => "a text",
    };
}
