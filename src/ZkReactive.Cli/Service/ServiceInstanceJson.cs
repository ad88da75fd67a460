using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>An instance of a service as JSON.</summary>
/// <param name="Path">Its node.</param>
/// <param name="Id">Its id.</param>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Address">Host name or address.</param>
/// <param name="Port">The port.</param>
/// <param name="SslPort">The port that speaks TLS; null when there is none.</param>
/// <param name="Tags">Words to choose by.</param>
/// <param name="Weight">Its share.</param>
/// <param name="Zone">Where it stands; null when it does not say.</param>
/// <param name="Metadata">What else it says.</param>
/// <param name="Enabled">Whether it may be picked.</param>
/// <param name="RegisteredAt">When it was registered; null when it does not say.</param>
/// <param name="Format">How it was written.</param>
/// <param name="Owner">The session that keeps it.</param>
internal sealed record ServiceInstanceJson(
    string Path,
    string Id,
    string EndPoint,
    string Address,
    int Port,
    int? SslPort,
    IReadOnlyList<string> Tags,
    int Weight,
    string? Zone,
    IReadOnlyDictionary<string, string> Metadata,
    bool Enabled,
    DateTimeOffset? RegisteredAt,
    string Format,
    string Owner)
{
    /// <summary>Takes an instance apart.</summary>
    public static ServiceInstanceJson From(ServiceInstance one) => new(
        one.Path, one.Id, one.EndPoint, one.Address, one.Port, one.SslPort, one.Tags, one.Weight, one.Zone, one.Metadata, one.IsEnabled, one.RegisteredAt,
        one.Format.ToString().ToLowerInvariant(), one.Owner.ToString());
}
