using System.Globalization;

namespace ZkReactive.Pipelines.Policy;

/// <summary>
/// What is known of a message or user besides its id, as a caller of <see cref="PolicySet.Route"/> says it. A value on
/// the stack: making one allocates nothing.
/// </summary>
public readonly record struct PolicyAttribute
{
    private readonly string? _text;
    private readonly decimal _decimal;
    private readonly long _integer;

    /// <summary>Text.</summary>
    public PolicyAttribute(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Name = name;
        _text = value;
        Type = PolicyValueType.String;
    }

    /// <summary>A whole number.</summary>
    public PolicyAttribute(string name, long value)
    {
        Name = name;
        _integer = value;
        Type = PolicyValueType.Number;
    }

    /// <summary>A decimal number; a whole one is the same as the integer.</summary>
    public PolicyAttribute(string name, decimal value)
    {
        Name = name;
        Type = PolicyValueType.Number;
        if (decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue) _integer = (long)value;
        else (_decimal, IsDecimal) = (value, true);
    }

    /// <summary>True or false.</summary>
    public PolicyAttribute(string name, bool value)
    {
        Name = name;
        _integer = value ? 1 : 0;
        Type = PolicyValueType.Boolean;
    }

    /// <summary>Its name, as conditions spell it.</summary>
    public string Name { get; }

    /// <summary>Its type.</summary>
    public PolicyValueType Type { get; }

    internal bool IsDecimal { get; }

    internal string Text => _text!;

    internal long Integer => _integer;

    internal decimal Decimal => _decimal;

    internal bool IsTrue => _integer != 0;

    /// <summary>Reads text, from a command line for instance, as a value of the type that a set gives the attribute.</summary>
    /// <returns>False when the text is no value of that type.</returns>
    public static bool TryParse(string name, string text, PolicyValueType type, out PolicyAttribute attribute)
    {
        attribute = default;
        switch (type)
        {
            case PolicyValueType.String:
                attribute = new(name, text);
                return true;
            case PolicyValueType.Boolean when bool.TryParse(text, out var isTrue):
                attribute = new(name, isTrue);
                return true;
            case PolicyValueType.Number when decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                attribute = new(name, number);
                return true;
            default:
                return false;
        }
    }

    /// <summary>As a condition would write it: <c>platform = 'ios'</c>.</summary>
    public override string ToString() => Type switch
    {
        PolicyValueType.String => $"{Name} = '{_text!.Replace("'", "''", StringComparison.Ordinal)}'",
        PolicyValueType.Boolean => $"{Name} = {(IsTrue ? "true" : "false")}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Name} = {(IsDecimal ? _decimal : _integer)}"),
    };
}
