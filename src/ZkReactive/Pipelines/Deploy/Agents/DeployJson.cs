using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Pipelines.Deploy.Agents;

/// <summary>The JSON of the nodes that agents write.</summary>
[JsonSerializable(typeof(PresenceData))]
[JsonSerializable(typeof(ResultData))]
internal sealed partial class DeployJson : JsonSerializerContext
{
    private static readonly DeployJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    internal static byte[] Write(PresenceData data) => JsonSerializer.SerializeToUtf8Bytes(data, Readable.PresenceData);

    internal static byte[] Write(ResultData data) => JsonSerializer.SerializeToUtf8Bytes(data, Readable.ResultData);

    internal static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out PresenceData? data) => TryRead(json, Readable.PresenceData, out data);

    internal static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out ResultData? data) => TryRead(json, Readable.ResultData, out data);

    /// <summary>One node that cannot be read must not hide the others: false instead of an exception.</summary>
    private static bool TryRead<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? data)
        where T : class
    {
        try
        {
            data = json.IsEmpty ? null : JsonSerializer.Deserialize(json.Span, type);
        }
        catch (JsonException)
        {
            data = null;
        }

        return data is not null;
    }
}
