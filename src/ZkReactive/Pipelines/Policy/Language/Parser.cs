namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>Reads a condition by recursive descent; the grammar stands in docs/guide/policies.md. Depth is bounded, so no input can exhaust the stack.</summary>
internal ref struct Parser
{
    private const int MaxDepth = 64;
    private const int MaxList = 1_000;

    /// <summary>How many operators one level may chain: the compiled form and the tree's other walkers recurse along such a chain.</summary>
    private const int MaxChain = 256;

    private Lexer _lexer;
    private Token _token;
    private int _depth;

    private Parser(string text)
    {
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="ConditionException">It cannot be read.</exception>
    public static Node Parse(string text)
    {
        var parser = new Parser(text);
        if (parser._token.Kind == TokenKind.End) throw ConditionException.Syntax(0, "The condition is empty.");
        var node = parser.ParseOr();
        if (parser._token.Kind != TokenKind.End) throw parser.Unexpected("'and', 'or' or the end");
        return node;
    }

    private Node ParseOr()
    {
        var left = ParseAnd();
        for (var chain = 0; _token.Kind == TokenKind.Or; chain++)
        {
            var word = Take(chain);
            left = new Node.Logic(word.Offset, TokenKind.Or, left, ParseAnd());
        }

        return left;
    }

    private Node ParseAnd()
    {
        var left = ParseNot();
        for (var chain = 0; _token.Kind == TokenKind.And; chain++)
        {
            var word = Take(chain);
            left = new Node.Logic(word.Offset, TokenKind.And, left, ParseNot());
        }

        return left;
    }

    private Node ParseNot()
    {
        if (_token.Kind != TokenKind.Not) return ParseComparison();
        var word = Take();
        Enter(word.Offset);
        var operand = ParseNot();
        _depth--;
        return new Node.Not(word.Offset, operand);
    }

    private Node ParseComparison()
    {
        var left = ParseSum();
        switch (_token.Kind)
        {
            case >= TokenKind.Equal and <= TokenKind.GreaterOrEqual:
                var symbol = Take();
                var comparison = new Node.Comparison(symbol.Offset, symbol.Kind, symbol.Text, left, ParseSum());
                if (_token.Kind is >= TokenKind.Equal and <= TokenKind.GreaterOrEqual)
                    throw ConditionException.Syntax(_token.Offset, "Comparisons cannot be chained; join two with 'and'.");
                return comparison;
            case TokenKind.In:
                return ParseIn(left);
            case TokenKind.Not:
                var not = Take();
                if (_token.Kind != TokenKind.In) throw Unexpected("'in' after 'not'");
                return new Node.Not(not.Offset, ParseIn(left));
            default:
                return left;
        }
    }

    private Node.In ParseIn(Node operand)
    {
        var word = Take();
        Expect(TokenKind.Open, "'(' and a list");
        var list = new List<Node>();
        while (true)
        {
            list.Add(ParseElement());
            if (list.Count > MaxList) throw ConditionException.Syntax(word.Offset, $"The list has more than {MaxList} elements.");
            if (_token.Kind != TokenKind.Comma) break;
            Take();
        }

        Expect(TokenKind.Close, "',' or ')'");
        return new Node.In(word.Offset, operand, list);
    }

    private Node ParseElement()
    {
        var isNegative = _token.Kind == TokenKind.Minus;
        var sign = isNegative ? Take() : _token;
        if (_token.Kind == TokenKind.Number) return new Node.Number(sign.Offset, isNegative ? -Take().Number : Take().Number);
        if (!isNegative && _token.Kind == TokenKind.String)
        {
            var text = Take();
            return new Node.Text(text.Offset, text.Text);
        }

        throw Unexpected("a number or a text; lists hold nothing else");
    }

    private Node ParseSum()
    {
        var left = ParseProduct();
        for (var chain = 0; _token.Kind is TokenKind.Plus or TokenKind.Minus; chain++)
        {
            var symbol = Take(chain);
            left = new Node.Arithmetic(symbol.Offset, symbol.Kind, symbol.Text, left, ParseProduct());
        }

        return left;
    }

    private Node ParseProduct()
    {
        var left = ParseUnary();
        for (var chain = 0; _token.Kind is TokenKind.Times or TokenKind.Divide or TokenKind.Modulo; chain++)
        {
            var symbol = Take(chain);
            var right = ParseUnary();
            if (symbol.Kind != TokenKind.Times && right is Node.Number { Value: 0 }) throw ConditionException.Type(right.Offset, "Nothing can be divided by 0.");
            left = new Node.Arithmetic(symbol.Offset, symbol.Kind, symbol.Text, left, right);
        }

        return left;
    }

    private Node ParseUnary()
    {
        if (_token.Kind != TokenKind.Minus) return ParsePrimary();
        var sign = Take();
        Enter(sign.Offset);
        var operand = ParseUnary();
        _depth--;
        return operand is Node.Number number ? new Node.Number(sign.Offset, -number.Value) : new Node.Negate(sign.Offset, operand);
    }

    private Node ParsePrimary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                Take();
                return new Node.Number(token.Offset, token.Number);
            case TokenKind.String:
                Take();
                return new Node.Text(token.Offset, token.Text);
            case TokenKind.True or TokenKind.False:
                Take();
                return new Node.Truth(token.Offset, token.Kind == TokenKind.True);
            case TokenKind.Id:
                Take();
                return new Node.Id(token.Offset);
            case TokenKind.Name:
                Take();
                return new Node.Attribute(token.Offset, token.Text);
            case TokenKind.Has:
                return ParseHas();
            case TokenKind.Open:
                Take();
                Enter(token.Offset);
                var inner = ParseOr();
                _depth--;
                Expect(TokenKind.Close, "')'");
                return inner;
            default:
                throw Unexpected("a value");
        }
    }

    private Node.Has ParseHas()
    {
        var word = Take();
        Expect(TokenKind.Open, "'(' and the name of an attribute");
        if (_token.Kind != TokenKind.Name) throw Unexpected("the name of an attribute");
        var name = Take();
        Expect(TokenKind.Close, "')'");
        return new Node.Has(word.Offset, name.Text);
    }

    private Token Take(int chain = 0)
    {
        var token = _token;
        if (chain >= MaxChain) throw ConditionException.Syntax(token.Offset, $"More than {MaxChain} operators follow each other. Use 'in', or more rules.");
        _token = _lexer.Next();
        return token;
    }

    private void Expect(TokenKind kind, string what)
    {
        if (_token.Kind != kind) throw Unexpected(what);
        Take();
    }

    private void Enter(int offset)
    {
        if (++_depth > MaxDepth) throw ConditionException.Syntax(offset, $"The condition is nested more than {MaxDepth} deep.");
    }

    private readonly ConditionException Unexpected(string expected) => ConditionException.Syntax(_token.Offset, $"Expected {expected}, found {_token.Display}.");
}
