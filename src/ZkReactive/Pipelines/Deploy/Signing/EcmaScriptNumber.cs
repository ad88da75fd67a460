using System.Globalization;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>Numbers as ECMAScript prints them (ECMA-262, Number::toString), which RFC 8785 prescribes.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>Up to this many digits a whole number is written out.</summary>
    private const int MostWholeDigits = 21;

    /// <summary>Down to this many leading zeros a fraction is written out.</summary>
    private const int MostLeadingZeros = -6;

    /// <summary>The shortest decimal that reads back as the same double.</summary>
    internal static string Format(double number)
    {
        if (number == 0) return "0";
        if (number < 0) return "-" + Format(-number);

        // The shortest digits are what .NET finds too; only where they put point and exponent differs.
        var (digits, exponent) = Split(number.ToString("R", CultureInfo.InvariantCulture));
        var point = exponent + 1;
        if (digits.Length <= point && point <= MostWholeDigits) return digits.PadRight(point, '0');
        if (point is > 0 and <= MostWholeDigits) return digits.Insert(point, ".");
        if (point is > MostLeadingZeros and <= 0) return "0." + new string('0', -point) + digits;
        var sign = exponent < 0 ? "-" : "+";
        var mantissa = digits.Length == 1 ? digits : digits.Insert(1, ".");
        return $"{mantissa}e{sign}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The significant digits, and the power of ten of the first of them.</summary>
    private static (string Digits, int Exponent) Split(string shortest)
    {
        var mantissa = shortest.Split('E')[0];
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        if (shortest.Contains('E', StringComparison.Ordinal)) return (digits, int.Parse(shortest.Split('E')[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        var whole = mantissa.Split('.')[0];
        if (whole != "0") return (digits, whole.Length - 1);
        var fraction = mantissa.Split('.')[1];
        return (digits, fraction.TrimStart('0').Length - fraction.Length - 1);
    }
}
