namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>Makes a <see cref="ConditionProgram"/>: conditions in, steps out. Conditions of the same wording share their steps.</summary>
internal sealed class ConditionCompiler(TypeTable types)
{
    private readonly List<Instruction> _code = [];
    private readonly Dictionary<string, Condition> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<decimal, int> _numbers = [];
    private readonly List<decimal[]> _numberLists = [];
    private readonly List<string[]> _textLists = [];
    private int _start;
    private int _depth;
    private int _deepest;

    /// <summary>Adds a condition whose types were checked.</summary>
    public Condition Add(string text, Node node)
    {
        if (_done.TryGetValue(text, out var known)) return known;
        (_start, _depth, _deepest) = (_code.Count, 0, 0);
        Emit(node);
        var condition = new Condition(_start, _code.Count - _start, _deepest);
        _done.Add(text, condition);
        return condition;
    }

    /// <summary>All that was added.</summary>
    public ConditionProgram Build() => new([.. _code], InOrder(_numbers), InOrder(_texts), [.. _numberLists], [.. _textLists], InOrder(_names));

    private static T[] InOrder<T>(Dictionary<T, int> table)
        where T : notnull => [.. table.OrderBy(entry => entry.Value).Select(entry => entry.Key)];

    private static int Index<T>(Dictionary<T, int> table, T value)
        where T : notnull
    {
        if (!table.TryGetValue(value, out var index)) table.Add(value, index = table.Count);
        return index;
    }

    private void Emit(Node node)
    {
        switch (node)
        {
            case Node.Number number:
                Push(new(Op.Number, Index(_numbers, number.Value)));
                break;
            case Node.Truth truth:
                Push(new(Op.Truth, truth.Value ? 1 : 0));
                break;
            case Node.Id:
                Push(new(Op.Id));
                break;
            case Node.Attribute attribute:
                Push(new(types.TypeOf(attribute.Name) == PolicyValueType.Number ? Op.NumberAttribute : Op.TruthAttribute, Index(_names, attribute.Name)));
                break;
            case Node.Has has:
                Push(new(Op.Has, Index(_names, has.Name)));
                break;
            case Node.Not not:
                Emit(not.Operand);
                _code.Add(new(Op.Not));
                break;
            case Node.Negate negate:
                Emit(negate.Operand);
                _code.Add(new(Op.Negate));
                break;
            case Node.Logic logic:
                EmitLogic(logic);
                break;
            case Node.Arithmetic arithmetic:
                Emit(arithmetic.Left);
                Emit(arithmetic.Right);
                Combine(new(Op.Calculate, (int)arithmetic.Operator));
                break;
            case Node.Comparison comparison:
                EmitComparison(comparison);
                break;
            case Node.In list:
                EmitIn(list);
                break;
        }
    }

    private void EmitLogic(Node.Logic logic)
    {
        var isAnd = logic.Operator == TokenKind.And;
        Emit(logic.Left);
        var jump = _code.Count;
        _code.Add(default);
        Emit(logic.Right);
        Combine(new(isAnd ? Op.And : Op.Or));
        _code[jump] = new(isAnd ? Op.JumpIfFalse : Op.JumpIfTrue, _code.Count - _start);
    }

    private void EmitComparison(Node.Comparison comparison)
    {
        if (IsText(comparison.Left))
        {
            EmitTexts(comparison.Left, comparison.Right);
            if (comparison.Operator == TokenKind.NotEqual) _code.Add(new(Op.Not));
            return;
        }

        Emit(comparison.Left);
        Emit(comparison.Right);
        Combine(new(Op.Compare, (int)comparison.Operator));
    }

    private void EmitTexts(Node left, Node right)
    {
        switch (left, right)
        {
            case (Node.Attribute a, Node.Attribute b):
                Push(new(Op.TextsAre, Index(_names, a.Name), Index(_names, b.Name)));
                break;
            case (Node.Attribute a, Node.Text b):
                Push(new(Op.TextIs, Index(_names, a.Name), Index(_texts, b.Value)));
                break;
            case (Node.Text a, Node.Attribute b):
                Push(new(Op.TextIs, Index(_names, b.Name), Index(_texts, a.Value)));
                break;
            case (Node.Text a, Node.Text b):
                Push(new(Op.Truth, string.Equals(a.Value, b.Value) ? 1 : 0));
                break;
        }
    }

    private void EmitIn(Node.In list)
    {
        if (list.List[0] is Node.Text)
        {
            var texts = list.List.Select(element => ((Node.Text)element).Value).Distinct(StringComparer.Ordinal).ToArray();
            if (list.Operand is Node.Text constant)
            {
                Push(new(Op.Truth, texts.Contains(constant.Value) ? 1 : 0));
                return;
            }

            _textLists.Add(texts);
            Push(new(Op.TextIn, Index(_names, ((Node.Attribute)list.Operand).Name), _textLists.Count - 1));
            return;
        }

        Emit(list.Operand);
        _numberLists.Add([.. list.List.Select(element => ((Node.Number)element).Value).Distinct()]);
        _code.Add(new(Op.NumberIn, _numberLists.Count - 1));
    }

    private bool IsText(Node node) => node is Node.Text || (node is Node.Attribute attribute && types.TypeOf(attribute.Name) == PolicyValueType.String);

    private void Push(Instruction step)
    {
        _code.Add(step);
        _deepest = Math.Max(_deepest, ++_depth);
    }

    private void Combine(Instruction step)
    {
        _code.Add(step);
        _depth--;
    }
}
