using System.Text;
using System.Text.Json;

namespace ZkReactive.Pipelines.Deploy.Signing;

/// <summary>
/// The JSON Canonicalization Scheme (RFC 8785): one byte sequence for all spellings of the same JSON, in any language.
/// No whitespace; members sorted by the UTF-16 code units of their names; strings with as few escapes as JSON allows;
/// numbers as ECMAScript prints the double they stand for; UTF-8.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The canonical form of a value without one of its members.</summary>
    /// <param name="json">The value.</param>
    /// <param name="omittedParent">The member of <paramref name="json"/> in which <paramref name="omitted"/> is left out; null to leave out nothing.</param>
    /// <param name="omitted">The name of the member that is left out.</param>
    /// <exception cref="FormatException">It has no canonical form: a member is there twice, a number is beyond a double, or text is no Unicode.</exception>
    internal static byte[] Write(JsonElement json, string? omittedParent = null, string? omitted = null)
    {
        var text = new StringBuilder();
        try
        {
            WriteValue(text, json, omittedParent, omitted);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
        }
        catch (Exception e) when (e is InvalidOperationException or EncoderFallbackException)
        {
            throw new FormatException("it has text that is not Unicode", e);
        }
    }

    private static void WriteValue(StringBuilder text, JsonElement json, string? omittedParent = null, string? omitted = null)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, json, omittedParent, omitted);
                break;
            case JsonValueKind.Array:
                WriteArray(text, json);
                break;
            case JsonValueKind.String:
                WriteString(text, json.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(json.TryGetDouble(out var number) && double.IsFinite(number) ? EcmaScriptNumber.Format(number) : throw new FormatException($"the number {json.GetRawText()} is beyond what JSON numbers can hold everywhere"));
                break;
            default:
                text.Append(json.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement json, string? omittedParent, string? omitted)
    {
        var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            // Two readers of one document could each take another one of the two.
            if (!members.TryAdd(member.Name, member.Value)) throw new FormatException($"the member {DeployRules.Quote(member.Name)} is there twice");
        }

        text.Append('{');
        var isFirst = true;
        foreach (var (name, value) in members)
        {
            if (omittedParent is null && name == omitted) continue;
            if (!isFirst) text.Append(',');
            isFirst = false;
            WriteString(text, name);
            text.Append(':');
            if (omittedParent is not null && name == omittedParent && value.ValueKind == JsonValueKind.Object) WriteValue(text, value, null, omitted);
            else WriteValue(text, value);
        }

        text.Append('}');
    }

    private static void WriteArray(StringBuilder text, JsonElement json)
    {
        text.Append('[');
        var isFirst = true;
        foreach (var item in json.EnumerateArray())
        {
            if (!isFirst) text.Append(',');
            isFirst = false;
            WriteValue(text, item);
        }

        text.Append(']');
    }

    private static void WriteString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                < ' ' => text.Append(@"\u00").Append(Convert.ToHexStringLower([(byte)c])),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
