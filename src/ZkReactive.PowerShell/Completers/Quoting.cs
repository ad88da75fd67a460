using System.Buffers;

namespace ZkReactive.PowerShell.Completers;

/// <summary>Quotes completions so that the command line reads them as one argument.</summary>
internal static class Quoting
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t'\"`$&|;,(){}<>@#*?[]");

    /// <summary>Gives the text as it must be typed.</summary>
    public static string Quote(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny(NeedQuotes) ? "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'" : text;

    /// <summary>Gives the text of what was typed so far: an opening quote, and a closing one if it is there, are not part of it.</summary>
    public static string Unquote(string? word)
    {
        if (string.IsNullOrEmpty(word) || word[0] is not ('\'' or '"')) return word ?? "";
        var text = word.Length > 1 && word[^1] == word[0] ? word[1..^1] : word[1..];
        return word[0] == '\'' ? text.Replace("''", "'", StringComparison.Ordinal) : text;
    }
}
