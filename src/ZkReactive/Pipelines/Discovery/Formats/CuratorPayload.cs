using System.Collections.Immutable;
using System.Text.Json;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>
/// The JSON of Curator's x-discovery, <c>org.apache.curator.x.discovery.ServiceInstance</c>: name, id, address, port, sslPort,
/// payload, registrationTimeUTC, serviceType, uriSpec, enabled. Tags, weight, zone and metadata, which it has no fields for,
/// stand in the payload; metadata where Spring Cloud keeps it, in <c>payload.metadata</c>.
/// </summary>
/// <remarks>
/// Without any of those four the payload is null, which every Curator reader takes, whatever its payload class. With them a
/// Curator reader needs a class that takes any object, such as <c>Map</c>.
/// </remarks>
internal static class CuratorPayload
{
    private const string TypeMark = "@class";

    /// <summary>Whether an object is meant to be one: a name and an id.</summary>
    internal static bool Is(JsonElement json) => json.TryGetProperty("name", out _) && json.TryGetProperty("id", out _);

    internal static byte[] Write(ServiceRegistrationOptions options, DateTimeOffset registeredAt) => ServiceJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", options.Path.Name);
        json.WriteString("id", options.InstanceId);
        json.WriteString("address", options.Address);
        json.WriteNumber("port", options.Port);
        if (options.SslPort is { } sslPort) json.WriteNumber("sslPort", sslPort);
        else json.WriteNull("sslPort");
        json.WritePropertyName("payload");
        WritePayload(json, options);
        json.WriteNumber("registrationTimeUTC", registeredAt.ToUnixTimeMilliseconds());
        json.WriteString("serviceType", "DYNAMIC");
        json.WriteNull("uriSpec");
        json.WriteEndObject();
    });

    internal static ServiceInstance? Read(ZkPath path, JsonElement json, out string? problem)
    {
        problem = null;
        var port = json.Port("port");
        var sslPort = json.Port("sslPort");
        if (json.Text("name") is not { } name || json.Text("id") is not { } id)
            problem = "name or id is no text";
        else if (json.Text("address") is not { } address)
            problem = "it has no address";
        else if (port is null && sslPort is null)
            problem = "it has neither a port nor a TLS port from 1 to 65535";
        else
            return WithPayload(json, new ServiceInstance
            {
                Path = path,
                Id = id,
                Service = name,
                Address = address,
                Port = port ?? 0,
                SslPort = sslPort,
                IsEnabled = !(json.TryGetProperty("enabled", out var enabled) && enabled.ValueKind == JsonValueKind.False),
                RegisteredAt = json.Time("registrationTimeUTC"),
                Format = ServiceFormat.Curator,
            });
        return null;
    }

    private static void WritePayload(Utf8JsonWriter json, ServiceRegistrationOptions options)
    {
        if (options is { Tags.Count: 0, Weight: 1, Zone: null, Metadata.Count: 0 })
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        if (options.Tags.Count > 0)
        {
            json.WriteStartArray("tags");
            foreach (var tag in options.Tags) json.WriteStringValue(tag);
            json.WriteEndArray();
        }

        if (options.Weight != 1) json.WriteNumber("weight", options.Weight);
        if (options.Zone is not null) json.WriteString("zone", options.Zone);
        json.WriteStartObject("metadata");
        foreach (var (name, value) in options.Metadata) json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static ServiceInstance WithPayload(JsonElement json, ServiceInstance instance)
    {
        if (!json.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object) return instance;
        var hasMetadata = payload.TryGetProperty("metadata", out var nested) && nested.ValueKind == JsonValueKind.Object;
        var metadata = Metadata(hasMetadata ? nested : payload, isNested: hasMetadata);
        return instance with
        {
            Tags = Tags(payload),
            Weight = Weight(payload, metadata),
            Zone = payload.Text("zone") ?? metadata.GetValueOrDefault("zone"),
            Metadata = metadata,
        };
    }

    /// <summary>A payload without <c>metadata</c> is a map of its own: its plain values are the metadata.</summary>
    private static ImmutableDictionary<string, string> Metadata(JsonElement json, bool isNested)
    {
        var metadata = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject())
        {
            if (!isNested && field.Name is TypeMark or "tags" or "weight" or "zone") continue;
            if (PayloadJson.Scalar(field.Value) is { } value) metadata[field.Name] = value;
        }

        return metadata.ToImmutable();
    }

    private static ImmutableArray<string> Tags(JsonElement payload) =>
        payload.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Select(PayloadJson.Scalar).OfType<string>()]
            : [];

    private static int Weight(JsonElement payload, ImmutableDictionary<string, string> metadata)
    {
        var text = payload.TryGetProperty("weight", out var own) ? PayloadJson.Scalar(own) : metadata.GetValueOrDefault("weight");
        return int.TryParse(text, out var weight) && weight is >= 0 and <= ServiceRegistrationOptions.HighestWeight ? weight : 1;
    }
}
