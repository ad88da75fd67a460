namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>A part of a condition. A closed union; lives only until it is compiled.</summary>
internal abstract record Node(int Offset)
{
    public sealed record Number(int Offset, decimal Value) : Node(Offset);

    public sealed record Text(int Offset, string Value) : Node(Offset);

    public sealed record Truth(int Offset, bool Value) : Node(Offset);

    public sealed record Id(int Offset) : Node(Offset);

    public sealed record Attribute(int Offset, string Name) : Node(Offset);

    public sealed record Has(int Offset, string Name) : Node(Offset);

    public sealed record Not(int Offset, Node Operand) : Node(Offset);

    public sealed record Negate(int Offset, Node Operand) : Node(Offset);

    /// <summary><c>and</c> or <c>or</c>.</summary>
    public sealed record Logic(int Offset, TokenKind Operator, Node Left, Node Right) : Node(Offset);

    public sealed record Comparison(int Offset, TokenKind Operator, string Symbol, Node Left, Node Right) : Node(Offset);

    public sealed record Arithmetic(int Offset, TokenKind Operator, string Symbol, Node Left, Node Right) : Node(Offset);

    /// <summary>Membership in a list of numbers or of texts.</summary>
    public sealed record In(int Offset, Node Operand, IReadOnlyList<Node> List) : Node(Offset);
}
