using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using ZkReactive.Journal;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Recording;

/// <summary>
/// An agent's events as a journal keeps them. The kind is the event's name; the payload is an object whose first field,
/// <c>v</c>, is the version of its layout. Fields may be added without a new version: readers pass over what they do not know.
/// </summary>
internal static class DeployEventCodec
{
    internal const int Version = 1;

    private static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Type> Types = typeof(DeployEvent).GetNestedTypes()
        .Where(type => type.IsAssignableTo(typeof(DeployEvent)))
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>The kinds.</summary>
    internal static IReadOnlyCollection<string> Kinds => Types.Keys;

    internal static JournalEntry Write(string stream, DeployEvent @event)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Layout))
        using (var fields = JsonSerializer.SerializeToDocument(@event, DeployRecordingLayout.Options.GetTypeInfo(@event.GetType())))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", Version);
            foreach (var field in fields.RootElement.EnumerateObject()) field.WriteTo(writer);
            writer.WriteEndObject();
        }

        return new JournalEntry(stream, @event.GetType().Name, JournalPayload.FromUtf8(buffer.WrittenMemory))
        {
            Zxid = @event switch { DeployEvent.ManifestSeen seen => seen.Zxid, DeployEvent.ManifestRejected rejected => rejected.Zxid, _ => Zxid.None },
            Version = @event is DeployEvent.ManifestSeen { Version: var version } ? version : null,
            Correlation = @event.Deploy,
        };
    }

    /// <summary>The event; null when its kind or the version of its layout is not known here, or it cannot be read.</summary>
    internal static DeployEvent? Read(string kind, JournalPayload payload)
    {
        if (!Types.TryGetValue(kind, out var type)) return null;
        try
        {
            using var document = JsonDocument.Parse(payload.Utf8);
            return document.RootElement.TryGetProperty("v", out var version) && version.TryGetInt32(out var number) && number == Version
                ? (DeployEvent?)document.RootElement.Deserialize(DeployRecordingLayout.Options.GetTypeInfo(type))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
