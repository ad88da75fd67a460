using System.Collections.Immutable;
using System.Text.Json;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>
/// A Kafka broker's registration. Source: kafka.zk.BrokerIdZNode, versions 1 to 5: <c>host</c>, <c>port</c> and
/// <c>jmx_port</c>; from version 2 on <c>endpoints</c>, <c>PROTOCOL://host:port</c>, while host is null and port -1 for a broker
/// that has no PLAINTEXT listener; from 3 on <c>rack</c>, from 4 on <c>listener_security_protocol_map</c>.
/// </summary>
internal static class KafkaPayload
{
    internal static bool Is(JsonElement json) => json.TryGetProperty("version", out _) && (json.TryGetProperty("endpoints", out _) || json.TryGetProperty("host", out _));

    internal static ServiceInstance? Read(ZkPath path, JsonElement json, out string? problem)
    {
        var endpoints = EndPoints(json);
        var plain = json.Text("host") is { } host && json.Port("port") is { } port ? (Address: host, Port: port) : Pick(endpoints, isSecure: false);
        var secure = Pick(endpoints, isSecure: true);
        if ((plain ?? secure) is not { } reached)
        {
            problem = "it has neither a host and a port nor an endpoint of the form PROTOCOL://host:port";
            return null;
        }

        problem = null;
        return new ServiceInstance
        {
            Path = path,
            Id = path.Name,
            Service = "kafka",
            Address = reached.Address,
            Port = plain?.Port ?? 0,
            SslPort = secure?.Address == reached.Address ? secure?.Port : null,
            Zone = json.Text("rack"),
            Metadata = endpoints.ToImmutableDictionary(endpoint => endpoint.Name, endpoint => ServiceInstance.Join(endpoint.Address, endpoint.Port), StringComparer.Ordinal),
            RegisteredAt = json.Time("timestamp"),
            Format = ServiceFormat.Kafka,
        };
    }

    private static (string Address, int Port)? Pick(List<Listener> endpoints, bool isSecure)
    {
        foreach (var endpoint in endpoints)
        {
            if (endpoint.IsSecure == isSecure) return (endpoint.Address, endpoint.Port);
        }

        return null;
    }

    private static List<Listener> EndPoints(JsonElement json)
    {
        var found = new List<Listener>();
        if (!json.TryGetProperty("endpoints", out var endpoints) || endpoints.ValueKind != JsonValueKind.Array) return found;
        var protocols = json.TryGetProperty("listener_security_protocol_map", out var map) && map.ValueKind == JsonValueKind.Object ? map : default;
        foreach (var endpoint in endpoints.EnumerateArray())
        {
            if (Parse(PayloadJson.Scalar(endpoint), protocols) is { } listener && found.All(other => other.Name != listener.Name)) found.Add(listener);
        }

        return found;
    }

    private static Listener? Parse(string? text, JsonElement protocols)
    {
        var scheme = text?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        var colon = text?.LastIndexOf(':') ?? -1;
        if (text is null || scheme <= 0 || colon <= scheme + 3 || PayloadJson.Port(text[(colon + 1)..]) is not { } port) return null;
        var name = text[..scheme];
        var protocol = protocols.ValueKind == JsonValueKind.Object ? protocols.Text(name) ?? name : name;
        return new(name, text[(scheme + 3)..colon].Trim('[', ']'), port, protocol.Contains("SSL", StringComparison.OrdinalIgnoreCase));
    }

    private sealed record Listener(string Name, string Address, int Port, bool IsSecure);
}
