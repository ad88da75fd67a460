using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZkReactive.Cli;

/// <summary>Everything that is printed as JSON, one object a line.</summary>
[JsonSerializable(typeof(NodeJson))]
[JsonSerializable(typeof(ChildrenJson))]
[JsonSerializable(typeof(WatchDataJson))]
[JsonSerializable(typeof(WatchChildrenJson))]
[JsonSerializable(typeof(WatchTreeJson))]
[JsonSerializable(typeof(DeployStatusJson))]
[JsonSerializable(typeof(DeployPublishedJson))]
[JsonSerializable(typeof(DeployEventJson))]
[JsonSerializable(typeof(ServiceEventJson))]
[JsonSerializable(typeof(ServiceInstanceJson))]
[JsonSerializable(typeof(ServiceListJson))]
[JsonSerializable(typeof(ServiceChangeJson))]
[JsonSerializable(typeof(JournalEventJson))]
[JsonSerializable(typeof(PolicyChangeJson))]
[JsonSerializable(typeof(PolicyTestJson))]
[JsonSerializable(typeof(PolicyListJson))]
[JsonSerializable(typeof(PolicyUpdateJson))]
[JsonSerializable(typeof(EnsembleServerJson))]
[JsonSerializable(typeof(ServerStatusJson))]
[JsonSerializable(typeof(FindingJson))]
[JsonSerializable(typeof(DeployKeyJson))]
[JsonSerializable(typeof(DeployHaltJson))]
[JsonSerializable(typeof(DeployHookJson))]
internal sealed partial class CliJson : JsonSerializerContext
{
    /// <summary>The one instance: camelCase, and quotes and letters beyond ASCII left readable.</summary>
    public static CliJson Lines { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes a value on a line of its own and flushes, so that a pipe's reader has it at once.</summary>
    public static void Write<T>(TextWriter output, T value, JsonTypeInfo<T> type)
    {
        output.WriteLine(JsonSerializer.Serialize(value, type));
        output.Flush();
    }
}
