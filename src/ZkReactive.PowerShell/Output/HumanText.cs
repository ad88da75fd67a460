using System.Globalization;

namespace ZkReactive.PowerShell.Output;

/// <summary>How the views show sizes and times; the objects hold them as they are.</summary>
public static class HumanText
{
    private const double Kilo = 1024;

    /// <summary>A number of bytes in the unit that suits it; empty for null.</summary>
    public static string Size(long? bytes) => bytes switch
    {
        null => "",
        1 => "1 byte",
        < 1024 => Invariant($"{bytes} bytes"),
        < 1024 * 1024 => Invariant($"{bytes / Kilo:0.0} KB"),
        < 1024 * 1024 * 1024 => Invariant($"{bytes / (Kilo * Kilo):0.0} MB"),
        _ => Invariant($"{bytes / (Kilo * Kilo * Kilo):0.0} GB"),
    };

    /// <summary>A time of day here, and how long ago that was; empty for null, and for a node that is not there yet.</summary>
    public static string Age(DateTimeOffset? at) => Age(at, TimeProvider.System);

    internal static string Age(DateTimeOffset? at, TimeProvider time) => at is not { } moment || moment == DateTimeOffset.UnixEpoch
        ? ""
        : $"{TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} ({Ago(time.GetUtcNow() - moment)})";

    // The ensemble's clock may be a little ahead of this one.
    private static string Ago(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 and > -60 } => "just now",
        { Ticks: < 0 } => $"in {Length(-age)}",
        _ => $"{Length(age)} ago",
    };

    private static string Length(TimeSpan length) => length switch
    {
        { TotalDays: >= 1 } => Invariant($"{length.Days} d"),
        { TotalHours: >= 1 } => Invariant($"{length.Hours} h"),
        { TotalMinutes: >= 1 } => Invariant($"{length.Minutes} min"),
        _ => Invariant($"{length.Seconds} s"),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
