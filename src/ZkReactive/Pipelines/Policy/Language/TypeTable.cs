namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>
/// The types of a set's attributes. Nobody declares them: they follow from use. Each use says something (compared with a
/// text, added to a number, standing alone), all uses of the set must agree, and an attribute of which nothing is said,
/// because it is only compared with others of that kind, is a text.
/// </summary>
internal sealed class TypeTable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private string _policy = "";
    private Func<int, (int Line, int Column)> _locate = _ => default;

    /// <summary>Checks that a condition's types fit, and notes what it says about attributes.</summary>
    /// <param name="node">The condition.</param>
    /// <param name="policy">Where it stands.</param>
    /// <param name="locate">From an offset in the condition to a line and column.</param>
    /// <exception cref="ConditionException">They do not fit.</exception>
    public void Check(Node node, string policy, Func<int, (int Line, int Column)> locate)
    {
        (_policy, _locate) = (policy, locate);
        Require(node, PolicyValueType.Boolean, "a condition");
    }

    /// <summary>Every attribute with its type, by name. Call it when all conditions were checked.</summary>
    public IReadOnlyList<PolicyAttributeUse> Uses() =>
        [.. _entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .Select(entry => new PolicyAttributeUse(entry.Name, TypeOf(entry), entry.Policy, entry.First.Line, entry.First.Column))];

    /// <summary>The type of an attribute that was checked.</summary>
    public PolicyValueType TypeOf(string name) => TypeOf(_entries[name]);

    private static PolicyValueType TypeOf(Entry entry) => Root(entry).Type ?? PolicyValueType.String;

    private static Entry Root(Entry entry)
    {
        while (entry.Same is { } same) entry = same;
        return entry;
    }

    /// <summary>What a part is: a type, or an attribute of which nothing is known yet.</summary>
    private Operand Infer(Node node)
    {
        switch (node)
        {
            case Node.Number or Node.Id:
                return new(PolicyValueType.Number, null);
            case Node.Text:
                return new(PolicyValueType.String, null);
            case Node.Attribute attribute:
                var entry = Find(attribute.Name, attribute.Offset);
                return new(Root(entry).Type, entry);
            case Node.Negate negate:
                Require(negate.Operand, PolicyValueType.Number, "'-'");
                return new(PolicyValueType.Number, null);
            case Node.Arithmetic arithmetic:
                Require(arithmetic.Left, PolicyValueType.Number, $"'{arithmetic.Symbol}'");
                Require(arithmetic.Right, PolicyValueType.Number, $"'{arithmetic.Symbol}'");
                return new(PolicyValueType.Number, null);
            case Node.Not not:
                Require(not.Operand, PolicyValueType.Boolean, "'not'");
                break;
            case Node.Logic logic:
                var word = logic.Operator == TokenKind.And ? "'and'" : "'or'";
                Require(logic.Left, PolicyValueType.Boolean, word);
                Require(logic.Right, PolicyValueType.Boolean, word);
                break;
            case Node.Comparison comparison:
                Compare(comparison);
                break;
            case Node.In list:
                CheckList(list);
                break;
            case Node.Has has:
                Find(has.Name, has.Offset);
                break;
        }

        return new(PolicyValueType.Boolean, null);
    }

    private void Require(Node node, PolicyValueType type, string by)
    {
        var operand = Infer(node);
        if (operand.Type == type) return;
        if (operand is { Type: null, Attribute: { } attribute })
        {
            Bind(attribute, type, node.Offset);
            return;
        }

        throw ConditionException.Type(node.Offset, $"{Describe(node, operand)}, but {by} needs {Name(type)} here.");
    }

    private void Compare(Node.Comparison comparison)
    {
        if (comparison.Operator is not (TokenKind.Equal or TokenKind.NotEqual))
        {
            Require(comparison.Left, PolicyValueType.Number, $"'{comparison.Symbol}'");
            Require(comparison.Right, PolicyValueType.Number, $"'{comparison.Symbol}'");
            return;
        }

        var left = Infer(comparison.Left);
        var right = Infer(comparison.Right);
        switch (left.Type, right.Type)
        {
            case ({ } a, { } b) when a != b:
                throw ConditionException.Type(comparison.Offset, $"{Describe(comparison.Left, left)} and {Describe(comparison.Right, right, false)}: they cannot be compared.");
            case ({ } known, null):
                Bind(right.Attribute!, known, comparison.Right.Offset);
                break;
            case (null, { } known):
                Bind(left.Attribute!, known, comparison.Left.Offset);
                break;
            case (null, null):
                var (one, other) = (Root(left.Attribute!), Root(right.Attribute!));
                if (one != other) other.Same = one;
                break;
        }
    }

    private void CheckList(Node.In list)
    {
        var type = list.List[0] is Node.Text ? PolicyValueType.String : PolicyValueType.Number;
        foreach (var element in list.List)
        {
            if ((element is Node.Text) != (type == PolicyValueType.String))
                throw ConditionException.Type(element.Offset, "A list holds numbers or texts, not both.");
        }

        Require(list.Operand, type, type == PolicyValueType.String ? "'in' with a list of texts" : "'in' with a list of numbers");
    }

    private Entry Find(string name, int offset)
    {
        if (!_entries.TryGetValue(name, out var entry)) _entries.Add(name, entry = new Entry(name, _policy, _locate(offset)));
        return entry;
    }

    private void Bind(Entry attribute, PolicyValueType type, int offset)
    {
        var root = Root(attribute);
        root.Type = type;
        root.Because = attribute.Because = (_policy, _locate(offset));
    }

    private static string Describe(Node node, Operand operand, bool begins = true) => node switch
    {
        Node.Attribute attribute => $"'{attribute.Name}' is {Name(operand.Type!.Value)}{Root(operand.Attribute!).Source}",
        Node.Id => $"'id' is {Name(PolicyValueType.Number)}",
        _ => $"{(begins ? "This" : "the other")} is {Name(operand.Type!.Value)}",
    };

    private static string Name(PolicyValueType type) => type switch
    {
        PolicyValueType.Boolean => "a truth value",
        PolicyValueType.Number => "a number",
        _ => "a text",
    };

    private readonly record struct Operand(PolicyValueType? Type, Entry? Attribute);

    private sealed class Entry(string name, string policy, (int Line, int Column) first)
    {
        public string Name => name;

        public string Policy => policy;

        public (int Line, int Column) First => first;

        public PolicyValueType? Type { get; set; }

        public Entry? Same { get; set; }

        public (string Policy, (int Line, int Column) At)? Because { get; set; }

        public string Source => Because is { } because ? $" by its use in {because.Policy}({because.At.Line},{because.At.Column})" : "";
    }
}
