using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>The JSON of what agents write: to ZooKeeper, to the journal, to their state directory.</summary>
[JsonSerializable(typeof(PolicyRejection))]
[JsonSerializable(typeof(StoredSet))]
[JsonSerializable(typeof(JournaledSet))]
internal sealed partial class PolicyJson : JsonSerializerContext
{
    internal static readonly PolicyJson Readable = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter<PolicyKind>(), new JsonStringEnumConverter<PolicySeverity>() },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    internal static byte[] Write(PolicyRejection rejection) => JsonSerializer.SerializeToUtf8Bytes(rejection, Readable.PolicyRejection);

    internal static byte[] Write(StoredSet set) => JsonSerializer.SerializeToUtf8Bytes(set, Readable.StoredSet);

    internal static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out PolicyRejection? rejection) =>
        TryRead(json, Readable.PolicyRejection, out rejection) && rejection is { Agent: not null, Findings: not null };

    internal static bool TryRead(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out StoredSet? set) => TryRead(json, Readable.StoredSet, out set) && set is { Type: not null, Policies: not null };

    /// <summary>What cannot be read is as good as not there: false instead of an exception.</summary>
    private static bool TryRead<T>(ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, [NotNullWhen(true)] out T? value)
        where T : class
    {
        try
        {
            value = json.IsEmpty ? null : JsonSerializer.Deserialize(json.Span, type);
        }
        catch (JsonException)
        {
            value = null;
        }

        return value is not null;
    }
}
