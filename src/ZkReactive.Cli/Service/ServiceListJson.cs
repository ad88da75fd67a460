using System.Text.Json;
using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>The instances of a service as JSON.</summary>
/// <param name="Path">The service's node.</param>
/// <param name="Reason">Why the list is as it is: <c>current</c>, or <c>noNode</c> when there is no such service.</param>
/// <param name="AsOfZxid">The last transaction the server had applied when it was read.</param>
/// <param name="Instances">The instances.</param>
/// <param name="Skipped">Children that are no instance, with the reason.</param>
internal sealed record ServiceListJson(string Path, string Reason, string AsOfZxid, IReadOnlyList<ServiceInstanceJson> Instances, IReadOnlyDictionary<string, string> Skipped)
{
    /// <summary>Takes a list apart.</summary>
    public static ServiceListJson From(ServiceList list, IEnumerable<ServiceInstance> instances) => new(
        list.Path, JsonNamingPolicy.CamelCase.ConvertName(list.Reason.ToString()), list.AsOfZxid.ToString(), [.. instances.Select(ServiceInstanceJson.From)], list.Skipped);
}
