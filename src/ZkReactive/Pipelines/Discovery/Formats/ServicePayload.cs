using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>Tells by its look which format a payload has, and reads it. Pure.</summary>
internal static class ServicePayload
{
    /// <summary>Reads an instance; false, and why, for a payload of no known form. Never throws: one bad node must not hide the others.</summary>
    internal static bool TryRead(
        ZkPath path, ReadOnlyMemory<byte> data, Stat stat, [NotNullWhen(true)] out ServiceInstance? instance, [NotNullWhen(false)] out string? problem)
    {
        instance = null;
        if (data.IsEmpty)
        {
            problem = "it has no data";
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(data);
            instance = Read(path, json.RootElement, out problem);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter where text in it is not UTF-8, or half of a pair: found only when the text is taken.
            problem = "it is not JSON in UTF-8";
        }

        if (instance is null)
        {
            problem ??= "it is of no known form";
            return false;
        }

        problem = null;
        instance = instance with
        {
            Czxid = stat.Czxid,
            Mzxid = stat.Mzxid,
            Owner = stat.Kind == NodeKind.Ephemeral ? new SessionId(stat.EphemeralOwner) : SessionId.None,
        };
        return true;
    }

    private static ServiceInstance? Read(ZkPath path, JsonElement json, out string? problem) => json.ValueKind switch
    {
        JsonValueKind.Array => HostPortPayload.Read(path, json, out problem),
        JsonValueKind.Object when CuratorPayload.Is(json) => CuratorPayload.Read(path, json, out problem),
        JsonValueKind.Object when KafkaPayload.Is(json) => KafkaPayload.Read(path, json, out problem),
        _ => Unknown(out problem),
    };

    private static ServiceInstance? Unknown(out string? problem)
    {
        problem = "it is JSON of no known form: neither Curator's ServiceInstance nor [host, port] nor a Kafka broker";
        return null;
    }
}
