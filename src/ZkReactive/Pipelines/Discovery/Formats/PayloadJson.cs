using System.Text.Json;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>Fields of payloads that others wrote: whatever does not fit is as good as missing.</summary>
internal static class PayloadJson
{
    private const int HighestPort = 65535;

    internal static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    internal static int? Port(this JsonElement json, string name) => json.TryGetProperty(name, out var value) ? Port(value) : null;

    /// <summary>A port from 1 to 65535, as a number or as text.</summary>
    internal static int? Port(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt32(out var port) && port is > 0 and <= HighestPort => port,
        JsonValueKind.String => Port(value.GetString()),
        _ => null,
    };

    internal static int? Port(string? text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and <= HighestPort ? port : null;

    /// <summary>A time in milliseconds since 1970, as a number or as text.</summary>
    internal static DateTimeOffset? Time(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return null;
        var milliseconds = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.String when long.TryParse(value.GetString(), out var number) => number,
            _ => 0,
        };
        return milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    /// <summary>A scalar as text; null for null, objects and arrays.</summary>
    internal static string? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
