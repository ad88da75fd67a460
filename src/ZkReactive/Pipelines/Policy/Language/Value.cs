namespace ZkReactive.Pipelines.Policy.Language;

/// <summary>
/// A number or truth value on the stack of a condition under way. Unmanaged, so that the stack is the thread's own. Texts
/// never come here: the steps that compare them take them straight from the attributes.
/// </summary>
internal readonly struct Value
{
    /// <summary>Beyond this a decimal operation might overflow; its result is unknown instead of an exception.</summary>
    private const double DecimalBound = 7.9e28;

    private readonly decimal _decimal;
    private readonly long _integer;
    private readonly Kind _kind;

    private Value(Kind kind) => _kind = kind;

    private Value(long integer)
    {
        _kind = Kind.Integer;
        _integer = integer;
    }

    private Value(decimal number)
    {
        _kind = Kind.Decimal;
        _decimal = number;
    }

    private enum Kind : byte
    {
        Unknown,
        False,
        True,
        Integer,
        Decimal,
    }

    public static Value Unknown => default;

    public Ternary Truth => (Ternary)_kind;

    public bool IsUnknown => _kind == Kind.Unknown;

    public bool IsInteger(out long integer)
    {
        integer = _integer;
        return _kind == Kind.Integer;
    }

    private decimal AsDecimal => _kind == Kind.Integer ? _integer : _decimal;

    public static Value Of(bool value) => new(value ? Kind.True : Kind.False);

    public static Value Of(Ternary value) => new((Kind)value);

    public static Value Of(long value) => new(value);

    /// <summary>A whole number is always held as an integer, so that equal numbers are held alike.</summary>
    public static Value Of(decimal value) =>
        decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue ? new((long)value) : new(value);

    public static Value Not(in Value value) => value._kind switch
    {
        Kind.True => Of(false),
        Kind.False => Of(true),
        _ => Unknown,
    };

    public static Value And(in Value left, in Value right)
    {
        if (left._kind == Kind.False || right._kind == Kind.False) return Of(false);
        return left.IsUnknown || right.IsUnknown ? Unknown : Of(true);
    }

    public static Value Or(in Value left, in Value right)
    {
        if (left._kind == Kind.True || right._kind == Kind.True) return Of(true);
        return left.IsUnknown || right.IsUnknown ? Unknown : Of(false);
    }

    public static Value Compare(TokenKind relation, in Value left, in Value right)
    {
        if (left.IsUnknown || right.IsUnknown) return Unknown;
        if (left._kind < Kind.Integer) return Of((left._kind == right._kind) == (relation == TokenKind.Equal));
        var order = left._kind == Kind.Integer && right._kind == Kind.Integer
            ? left._integer.CompareTo(right._integer)
            : left.AsDecimal.CompareTo(right.AsDecimal);
        return Of(relation switch
        {
            TokenKind.Equal => order == 0,
            TokenKind.NotEqual => order != 0,
            TokenKind.Less => order < 0,
            TokenKind.LessOrEqual => order <= 0,
            TokenKind.Greater => order > 0,
            _ => order >= 0,
        });
    }

    public static Value Negate(in Value value) => value._kind switch
    {
        Kind.Integer => value._integer == long.MinValue ? Unknown : Of(-value._integer),
        Kind.Decimal => Of(-value._decimal),
        _ => Unknown,
    };

    /// <summary>What arithmetic comes to; unknown when it overflows or divides by zero.</summary>
    public static Value Calculate(TokenKind operation, in Value left, in Value right)
    {
        if (left.IsUnknown || right.IsUnknown) return Unknown;
        return left._kind == Kind.Integer && right._kind == Kind.Integer
            ? Calculate(operation, left._integer, right._integer)
            : Calculate(operation, left.AsDecimal, right.AsDecimal);
    }

    private static Value Calculate(TokenKind operation, long left, long right)
    {
        switch (operation)
        {
            case TokenKind.Plus:
                var sum = left + right;
                return ((left ^ sum) & (right ^ sum)) < 0 ? Unknown : Of(sum);
            case TokenKind.Minus:
                var difference = left - right;
                return ((left ^ right) & (left ^ difference)) < 0 ? Unknown : Of(difference);
            case TokenKind.Times:
                var high = Math.BigMul(left, right, out long product);
                return high == product >> 63 ? Of(product) : Unknown;
            case TokenKind.Modulo:
                // The processor traps on the smallest number and -1, though the remainder is plainly 0.
                return right switch { 0 => Unknown, -1 => Of(0L), _ => Of(left % right) };
            default:
                return Calculate(operation, (decimal)left, right);
        }
    }

    private static Value Calculate(TokenKind operation, decimal left, decimal right)
    {
        var (a, b) = (Math.Abs((double)left), Math.Abs((double)right));
        switch (operation)
        {
            case TokenKind.Plus:
                return a + b < DecimalBound ? Of(left + right) : Unknown;
            case TokenKind.Minus:
                return a + b < DecimalBound ? Of(left - right) : Unknown;
            case TokenKind.Times:
                return a * b < DecimalBound ? Of(left * right) : Unknown;
            default:
                if (right == 0) return Unknown;
                if (operation == TokenKind.Divide) return a / b < DecimalBound ? Of(left / right) : Unknown;
                // The runtime's remainder overflows when the two are too far apart in scale.
                return a / b < 1e15 ? Of(left % right) : Unknown;
        }
    }
}
