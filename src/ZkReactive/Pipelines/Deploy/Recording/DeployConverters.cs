using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Recording;

/// <summary>Transactions as Apache ZooKeeper prints them: <c>"0x100000002"</c>.</summary>
internal sealed class ZxidJson : JsonConverter<Zxid>
{
    public override Zxid Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(Hex.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, Zxid value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Sessions as Apache ZooKeeper prints them.</summary>
internal sealed class SessionIdJson : JsonConverter<SessionId>
{
    public override SessionId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(Hex.Read(ref reader));

    public override void Write(Utf8JsonWriter writer, SessionId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

/// <summary>Versions as numbers.</summary>
internal sealed class NodeVersionJson : JsonConverter<NodeVersion>
{
    public override NodeVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());

    public override void Write(Utf8JsonWriter writer, NodeVersion value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

/// <summary>Durations as seconds.</summary>
internal sealed class SecondsJson : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new((long)(reader.GetDecimal() * TimeSpan.TicksPerSecond));

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue((decimal)value.Ticks / TimeSpan.TicksPerSecond);
}

/// <summary>Manifests as they stand in the manifest node, without secrets. One that can no longer be read is no error here: its deploy is history.</summary>
internal sealed class ManifestJson : JsonConverter<DeployManifest>
{
    public override DeployManifest? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var result = document.RootElement.ValueKind == JsonValueKind.Object ? DeployManifestReader.Read(document.RootElement) : new(null, []);
        return result.Manifest ?? throw new JsonException("The manifest breaks the rules of this version.");
    }

    public override void Write(Utf8JsonWriter writer, DeployManifest value, JsonSerializerOptions options) => DeployManifestWriter.Write(writer, value.Redacted());
}

/// <summary>Hexadecimal with its prefix.</summary>
internal static class Hex
{
    internal static long Read(ref Utf8JsonReader reader) =>
        reader.GetString() is { } text
        && text.StartsWith("0x", StringComparison.Ordinal)
        && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? unchecked((long)value)
            : throw new JsonException("Hexadecimal with the prefix 0x is needed.");
}
