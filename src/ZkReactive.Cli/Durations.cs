using System.Globalization;

namespace ZkReactive.Cli;

/// <summary>Durations as people write them: <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>1h</c>; a bare number is seconds.</summary>
internal static class Durations
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)];

    /// <summary>Reads a duration; false when it is none, or not more than zero, or above 24 days (the longest timer).</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var (suffix, unit) = Units.First(candidate => text.EndsWith(candidate.Suffix, StringComparison.Ordinal));
        var number = text.AsSpan(0, text.Length - suffix.Length);
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;

        var seconds = value * unit;
        if (!(seconds >= 0.001) || seconds > 24 * 86_400) return false;
        duration = TimeSpan.FromSeconds(seconds);
        return true;
    }

    /// <summary>Writes a duration as short as people read it: <c>0.42 s</c>, <c>12 s</c>, <c>3 m 05 s</c>.</summary>
    public static string Format(TimeSpan duration) => duration.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.00} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes} m {duration.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalHours} h {duration.Minutes:00} m"),
    };

    /// <summary>Writes milliseconds for figures that are mostly below a second.</summary>
    public static string Milliseconds(TimeSpan duration) => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0.0} ms");
}
