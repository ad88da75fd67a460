using System.Globalization;
using System.Text.Json;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Formats;

/// <summary>A JSON array of host and port, both as text: <c>["127.0.0.1","9096"]</c>.</summary>
internal static class HostPortPayload
{
    internal static string NodeName(int port) => string.Create(CultureInfo.InvariantCulture, $"s{port}");

    internal static byte[] Write(ServiceRegistrationOptions options) => ServiceJson.Write(json =>
    {
        json.WriteStartArray();
        json.WriteStringValue(options.Address);
        json.WriteStringValue(options.Port.ToString(CultureInfo.InvariantCulture));
        json.WriteEndArray();
    });

    internal static ServiceInstance? Read(ZkPath path, JsonElement json, out string? problem)
    {
        problem = null;
        if (json.GetArrayLength() != 2 || json[0].ValueKind != JsonValueKind.String || json[0].GetString() is not { Length: > 0 } address)
            problem = "it is a JSON array, but not of a host and a port";
        else if (PayloadJson.Port(json[1]) is not { } port)
            problem = "the second value is not a port from 1 to 65535";
        else
            return new ServiceInstance { Path = path, Id = path.Name, Service = path.Parent.Name, Address = address, Port = port, Format = ServiceFormat.HostPort };
        return null;
    }
}
