namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>
/// All conditions of a set as one flat run of steps with shared constants. Immutable; evaluating allocates nothing and is
/// safe from any thread.
/// </summary>
internal sealed class ConditionProgram(Instruction[] code, decimal[] numbers, string[] texts, decimal[][] numberLists, string[][] textLists, string[] names)
{
    private readonly Value[] _numbers = Array.ConvertAll(numbers, Value.Of);
    private readonly long[]?[] _integerLists = Array.ConvertAll(numberLists, AsIntegers);

    /// <summary>What a condition comes to for an id with attributes.</summary>
    public Ternary Evaluate(in Condition condition, long id, ReadOnlySpan<PolicyAttribute> attributes)
    {
        if (condition.IsAlways) return Ternary.True;
        Span<Value> stack = stackalloc Value[condition.Depth];
        var steps = code.AsSpan(condition.Start, condition.Length);
        var top = -1;
        for (var at = 0; at < steps.Length; at++)
        {
            ref readonly var step = ref steps[at];
            switch (step.Op)
            {
                case Op.Number:
                    stack[++top] = _numbers[step.A];
                    break;
                case Op.Truth:
                    stack[++top] = Value.Of(step.A != 0);
                    break;
                case Op.Id:
                    stack[++top] = Value.Of(id);
                    break;
                case Op.NumberAttribute:
                    stack[++top] = Number(attributes, step.A);
                    break;
                case Op.TruthAttribute:
                    stack[++top] = Truth(attributes, step.A);
                    break;
                case Op.Has:
                    stack[++top] = Value.Of(Find(attributes, step.A) >= 0);
                    break;
                case Op.TextIs:
                    stack[++top] = TextIs(attributes, step.A, step.B);
                    break;
                case Op.TextsAre:
                    stack[++top] = TextsAre(attributes, step.A, step.B);
                    break;
                case Op.TextIn:
                    stack[++top] = TextIn(attributes, step.A, step.B);
                    break;
                case Op.NumberIn:
                    stack[top] = NumberIn(stack[top], step.A);
                    break;
                case Op.Compare:
                    top--;
                    stack[top] = Value.Compare((TokenKind)step.A, stack[top], stack[top + 1]);
                    break;
                case Op.Calculate:
                    top--;
                    stack[top] = Value.Calculate((TokenKind)step.A, stack[top], stack[top + 1]);
                    break;
                case Op.Negate:
                    stack[top] = Value.Negate(stack[top]);
                    break;
                case Op.Not:
                    stack[top] = Value.Not(stack[top]);
                    break;
                case Op.JumpIfFalse:
                    if (stack[top].Truth == Ternary.False) at = step.A - 1;
                    break;
                case Op.JumpIfTrue:
                    if (stack[top].Truth == Ternary.True) at = step.A - 1;
                    break;
                case Op.And:
                    top--;
                    stack[top] = Value.And(stack[top], stack[top + 1]);
                    break;
                case Op.Or:
                    top--;
                    stack[top] = Value.Or(stack[top], stack[top + 1]);
                    break;
            }
        }

        return stack[0].Truth;
    }

    /// <summary>The attributes that a condition asks for, each once, in the order of their use.</summary>
    public IEnumerable<string> AttributesOf(Condition condition)
    {
        var seen = new HashSet<int>();
        for (var at = condition.Start; at < condition.Start + condition.Length; at++)
        {
            var step = code[at];
            if (step.Op is not (Op.NumberAttribute or Op.TruthAttribute or Op.Has or Op.TextIs or Op.TextsAre or Op.TextIn)) continue;
            if (seen.Add(step.A)) yield return names[step.A];
            if (step.Op == Op.TextsAre && seen.Add(step.B)) yield return names[step.B];
        }
    }

    private static long[]? AsIntegers(decimal[] list) =>
        Array.TrueForAll(list, number => decimal.IsInteger(number) && number is >= long.MinValue and <= long.MaxValue)
            ? Array.ConvertAll(list, number => (long)number)
            : null;

    /// <summary>A handful at most, and mostly the very same string: looking along the row beats any table.</summary>
    private int Find(ReadOnlySpan<PolicyAttribute> attributes, int name)
    {
        var wanted = names[name];
        for (var i = 0; i < attributes.Length; i++)
        {
            if (string.Equals(attributes[i].Name, wanted)) return i;
        }

        return -1;
    }

    private Value Number(ReadOnlySpan<PolicyAttribute> attributes, int name)
    {
        var at = Find(attributes, name);
        if (at < 0 || attributes[at].Type != PolicyValueType.Number) return Value.Unknown;
        return attributes[at].IsDecimal ? Value.Of(attributes[at].Decimal) : Value.Of(attributes[at].Integer);
    }

    private Value Truth(ReadOnlySpan<PolicyAttribute> attributes, int name)
    {
        var at = Find(attributes, name);
        return at < 0 || attributes[at].Type != PolicyValueType.Boolean ? Value.Unknown : Value.Of(attributes[at].IsTrue);
    }

    private string? Text(ReadOnlySpan<PolicyAttribute> attributes, int name)
    {
        var at = Find(attributes, name);
        return at < 0 || attributes[at].Type != PolicyValueType.String ? null : attributes[at].Text;
    }

    private Value TextIs(ReadOnlySpan<PolicyAttribute> attributes, int name, int constant) =>
        Text(attributes, name) is { } text ? Value.Of(string.Equals(text, texts[constant])) : Value.Unknown;

    private Value TextsAre(ReadOnlySpan<PolicyAttribute> attributes, int one, int other) =>
        Text(attributes, one) is { } left && Text(attributes, other) is { } right ? Value.Of(string.Equals(left, right)) : Value.Unknown;

    private Value TextIn(ReadOnlySpan<PolicyAttribute> attributes, int name, int list)
    {
        if (Text(attributes, name) is not { } text) return Value.Unknown;
        foreach (var element in textLists[list])
        {
            if (string.Equals(text, element)) return Value.Of(true);
        }

        return Value.Of(false);
    }

    private Value NumberIn(in Value value, int list)
    {
        if (value.IsUnknown) return Value.Unknown;
        if (_integerLists[list] is { } integers) return Value.Of(value.IsInteger(out var integer) && integers.AsSpan().Contains(integer));
        foreach (var element in numberLists[list])
        {
            if (Value.Compare(TokenKind.Equal, value, Value.Of(element)).Truth == Ternary.True) return Value.Of(true);
        }

        return Value.Of(false);
    }
}
