using System.Text;

namespace ZkReactive.Protocol.Sasl;

/// <summary>The text of a DIGEST-MD5 token: directives <c>name=value</c> between commas, some values in quotes. Source: RFC 2831, section 7.1.</summary>
internal static class DigestMd5Text
{
    /// <summary>Reads a token; the first of directives with one name counts. False when it has another form.</summary>
    public static bool TryParse(ReadOnlySpan<byte> token, out Dictionary<string, string> directives)
    {
        directives = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = Encoding.UTF8.GetString(token).AsSpan();
        while (true)
        {
            rest = rest.TrimStart(" \t\r\n,");
            if (rest.IsEmpty) return true;
            var cut = rest.IndexOf('=');
            if (cut <= 0) return false;
            var name = rest[..cut].Trim().ToString();
            rest = rest[(cut + 1)..].TrimStart();
            if (!TryReadValue(ref rest, out var value)) return false;
            directives.TryAdd(name, value);
        }
    }

    /// <summary>A value in quotes.</summary>
    public static string Quote(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';

    private static bool TryReadValue(ref ReadOnlySpan<char> rest, out string value)
    {
        value = "";
        if (rest.IsEmpty || rest[0] != '"')
        {
            var end = rest.IndexOf(',');
            if (end < 0) end = rest.Length;
            value = rest[..end].Trim().ToString();
            rest = rest[end..];
            return true;
        }

        var text = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = text.ToString();
                rest = rest[(i + 1)..].TrimStart();
                return rest.IsEmpty || rest[0] == ',';
            }

            if (rest[i] == '\\' && ++i == rest.Length) return false;
            text.Append(rest[i]);
        }

        return false;
    }
}
