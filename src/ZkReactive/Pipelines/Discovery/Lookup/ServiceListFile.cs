using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZkReactive.Pipelines.Discovery.Registration;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Discovery.Lookup;

/// <summary>The last list of a service on disk: one file, replaced as a whole.</summary>
internal sealed class ServiceListFile(string directory, ZkPath path)
{
    private const int Layout = 1;

    private readonly string _file = Path.Combine(Path.GetFullPath(directory), $"list-{ServiceFiles.NameOf(path)}.json");

    /// <summary>What was saved last; null when there is nothing, or it cannot be read, or it is of another service.</summary>
    internal ServiceListData? Load()
    {
        try
        {
            var saved = JsonSerializer.Deserialize(File.ReadAllBytes(_file), ServiceListJson.Default.SavedList);
            if (saved is not { Layout: Layout } || saved.Path != path.Value) return null;
            return new(
                path,
                [.. saved.Instances.Select(ToInstance)],
                ImmutableDictionary<string, string>.Empty,
                new Zxid(saved.Zxid),
                saved.At,
                ServiceListReason.FromDisk);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <exception cref="IOException">The disk refuses.</exception>
    internal void Save(ServiceListData data)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
        var saved = new SavedList(Layout, path.Value, data.Zxid.Value, data.At, [.. data.Instances.Select(ToSaved)]);
        ServiceFiles.Replace(_file, JsonSerializer.SerializeToUtf8Bytes(saved, ServiceListJson.Default.SavedList));
    }

    private ServiceInstance ToInstance(SavedInstance saved) => new()
    {
        Path = path / saved.Node,
        Id = saved.Id,
        Service = saved.Service,
        Address = saved.Address,
        Port = saved.Port,
        SslPort = saved.SslPort,
        Tags = [.. saved.Tags],
        Weight = saved.Weight,
        Zone = saved.Zone,
        Metadata = saved.Metadata.ToImmutableDictionary(StringComparer.Ordinal),
        IsEnabled = saved.IsEnabled,
        RegisteredAt = saved.RegisteredAt,
        Format = saved.Format,
        Czxid = new Zxid(saved.Czxid),
        Mzxid = new Zxid(saved.Mzxid),
        Owner = new SessionId(saved.Owner),
    };

    private static SavedInstance ToSaved(ServiceInstance one) => new(
        one.Path.Name, one.Id, one.Service, one.Address, one.Port, one.SslPort, [.. one.Tags], one.Weight, one.Zone, one.Metadata.ToDictionary(),
        one.IsEnabled, one.RegisteredAt, one.Format, one.Czxid.Value, one.Mzxid.Value, one.Owner.Value);
}

/// <summary>A list as it stands in its file.</summary>
internal sealed record SavedList(int Layout, string Path, long Zxid, DateTimeOffset At, IReadOnlyList<SavedInstance> Instances);

/// <summary>An instance as it stands in the file of its list.</summary>
internal sealed record SavedInstance(
    string Node,
    string Id,
    string Service,
    string Address,
    int Port,
    int? SslPort,
    string[] Tags,
    int Weight,
    string? Zone,
    Dictionary<string, string> Metadata,
    bool IsEnabled,
    DateTimeOffset? RegisteredAt,
    ServiceFormat Format,
    long Czxid,
    long Mzxid,
    long Owner);

/// <summary>The JSON of the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SavedList))]
internal sealed partial class ServiceListJson : JsonSerializerContext;
