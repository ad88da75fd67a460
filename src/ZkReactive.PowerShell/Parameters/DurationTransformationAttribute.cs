using System.Globalization;
using System.Management.Automation;

namespace ZkReactive.PowerShell.Parameters;

/// <summary>
/// Lets a duration be given as PowerShell users expect: a number is seconds (the engine alone would take ticks), text may
/// carry a unit (<c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>), and everything that is a <see cref="TimeSpan"/> stays.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            null or TimeSpan => value,
            string text => Parse(text),
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture), value),
            _ => value,
        };
    }

    /// <summary>Reads a duration from text.</summary>
    /// <exception cref="ArgumentTransformationMetadataException">It is none, or out of range.</exception>
    internal static TimeSpan Parse(string text)
    {
        var trimmed = text.Trim();
        if (TryNumber(trimmed, out var seconds)) return FromSeconds(seconds, text);
        foreach (var (suffix, unit) in Units)
        {
            if (trimmed.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && TryNumber(trimmed[..^suffix.Length], out var number))
                return FromSeconds(number * unit, text);
        }

        return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var span)
            ? span
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a duration. Give seconds (30), a number with a unit (500ms, 30s, 5m, 2h) or 00:00:30.");
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static TimeSpan FromSeconds(double seconds, object given)
    {
        try
        {
            return TimeSpan.FromSeconds(seconds);
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new ArgumentTransformationMetadataException($"'{given}' is too long for a duration.", e);
        }
    }
}
