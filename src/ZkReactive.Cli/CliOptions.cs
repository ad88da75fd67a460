using System.CommandLine;
using System.CommandLine.Parsing;
using ZkReactive.Protocol;

namespace ZkReactive.Cli;

/// <summary>Options and arguments that several verbs take, each read and refused in one place.</summary>
internal static class CliOptions
{
    /// <summary>A znode path as an argument.</summary>
    public static Argument<ZkPath> Path(string description) =>
        new("PATH") { Description = description, CustomParser = ParsePath };

    /// <summary>A znode path as <c>--path</c>.</summary>
    public static Option<ZkPath> PathOption(string description) =>
        new("--path") { Description = description, HelpName = "PATH", Required = true, CustomParser = ParsePath };

    /// <summary>A znode path under another name than <c>--path</c>; the root is none.</summary>
    public static Option<ZkPath> PathOption(string name, string description, bool required) =>
        new(name) { Description = description, HelpName = "PATH", Required = required, CustomParser = ParseBelowRoot };

    /// <summary>A required text option.</summary>
    public static Option<string> Required(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName, Required = true };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json(string description) => new("--json") { Description = description };

    /// <summary>A duration.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = ParseDuration };

    /// <summary>A whole number of at least <paramref name="minimum"/>.</summary>
    public static Option<int?> Number(string name, string helpName, int minimum, int maximum, string description) =>
        new(name) { Description = description, HelpName = helpName, CustomParser = result => ParseNumber(result, minimum, maximum) };

    private static ZkPath ParsePath(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (ZkPath.TryParse(text, out var path, out var reason)) return path;
        result.AddError($"'{text}' is not a znode path: {reason}");
        return default;
    }

    private static ZkPath ParseBelowRoot(ArgumentResult result)
    {
        var path = ParsePath(result);
        if (result.Tokens[0].Value == "/") result.AddError("The path cannot be the root.");
        return path;
    }

    private static TimeSpan? ParseDuration(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Durations.TryParse(text, out var duration)) return duration;
        result.AddError($"'{text}' is not a time; write for instance 500ms, 30s, 5m or 1h (more than zero, at most 24d).");
        return null;
    }

    private static int? ParseNumber(ArgumentResult result, int minimum, int maximum)
    {
        var text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum)
        {
            return value;
        }

        var bounds = maximum == int.MaxValue ? $"{minimum} or more" : $"{minimum} to {maximum}";
        result.AddError($"'{text}' is not a number of {bounds}.");
        return null;
    }
}
