using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ZkReactive.Cli;

/// <summary>Text from servers, manifests and git, made safe to print: none of it may drive the terminal.</summary>
internal static class Text
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether data is text: valid UTF-8 without control characters other than tab and line ends.</summary>
    public static bool IsText(ReadOnlySpan<byte> data)
    {
        if (!Utf8.IsValid(data)) return false;
        foreach (var value in data)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r')) return false;
        }

        return true;
    }

    /// <summary>Data as text.</summary>
    public static string Decode(ReadOnlySpan<byte> data) => Encoding.GetString(data);

    /// <summary>Text as data.</summary>
    public static byte[] Encode(string text) => Encoding.GetBytes(text);

    /// <summary>Escapes control characters, line ends and tabs included.</summary>
    public static string OneLine(string text) => Escape(text, keepLines: false);

    /// <summary>Escapes control characters but line ends and tabs.</summary>
    public static string Lines(string text) => Escape(text, keepLines: true);

    /// <summary>Data on one line: text, or its size when it is not text; cut to <paramref name="width"/>.</summary>
    public static string Preview(ReadOnlySpan<byte> data, int width)
    {
        if (data.IsEmpty) return "(empty)";
        return Cut(IsText(data) ? OneLine(Decode(data)) : $"({data.Length} bytes, not text)", width);
    }

    /// <summary>Cuts text that is longer than <paramref name="width"/> and says so with an ellipsis.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, Math.Max(1, width - 1)), "…");

    /// <summary>Breaks text at spaces into lines of at most <paramref name="width"/>; a longer word has a line of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static string Escape(string text, bool keepLines)
    {
        if (!text.Any(char.IsControl)) return text;
        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (!char.IsControl(character) || (keepLines && character is '\n' or '\t')) result.Append(character);
            else if (character == '\n') result.Append("\\n");
            else if (character == '\r') result.Append(keepLines ? "" : "\\r");
            else if (character == '\t') result.Append("\\t");
            else result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
        }

        return result.ToString();
    }
}
