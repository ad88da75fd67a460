using System.Globalization;

namespace ZkReactive.Pipelines.Deploy;

/// <summary>Characters that make text look like something else than it is.</summary>
internal static class DeployText
{
    /// <summary>How a refusal of such characters goes on after "contains".</summary>
    internal const string InvisibleReason = "control, formatting or direction characters (such as U+202E), which make it look like something else than it is.";

    /// <summary>Controls, line separators, and formatting characters: zero-width ones, marks of direction, and those that turn text around.</summary>
    internal static bool IsInvisible(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    /// <summary>Whether text has half a surrogate pair, or formatting characters beyond the basic plane.</summary>
    internal static bool HasBrokenOrInvisible(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                if (IsInvisible(text[i])) return true;
                continue;
            }

            if (!char.IsSurrogatePair(text, i)) return true;
            if (CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) return true;
            i++;
        }

        return false;
    }

    /// <summary>
    /// Whether Windows takes a file name for a device, whatever its extension: CON, PRN, AUX, NUL, COM1 to COM9, LPT1 to LPT9
    /// (superscript digits too), CONIN$, CONOUT$.
    /// </summary>
    internal static bool IsWindowsDevice(string name)
    {
        var stem = name.Split('.', ':')[0].TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$"
            || (stem.Length == 4 && (stem.StartsWith("COM", StringComparison.Ordinal) || stem.StartsWith("LPT", StringComparison.Ordinal)) && stem[3] is (>= '1' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3');
    }
}
