using ZkReactive.Pipelines.Discovery;

namespace ZkReactive.Cli;

/// <summary>What joined, changed and left, as JSON.</summary>
/// <param name="At">When it was seen.</param>
/// <param name="Cause"><c>initial</c> or <c>change</c>.</param>
/// <param name="Path">The service's node.</param>
/// <param name="Exists">Whether that node is there.</param>
/// <param name="Count">How many instances there are now.</param>
/// <param name="Joined">Those that came.</param>
/// <param name="Changed">Those that say something else now.</param>
/// <param name="Left">Those that went.</param>
/// <param name="Skipped">How many children are no instances.</param>
/// <param name="Zxid">The last transaction the server had applied.</param>
internal sealed record ServiceChangeJson(
    DateTimeOffset At,
    string Cause,
    string Path,
    bool Exists,
    int Count,
    IReadOnlyList<ServiceInstanceJson> Joined,
    IReadOnlyList<ServiceInstanceJson> Changed,
    IReadOnlyList<ServiceInstanceJson> Left,
    int Skipped,
    string Zxid)
{
    /// <summary>Takes a change apart.</summary>
    public static ServiceChangeJson From(DateTimeOffset at, ServiceChange change) => new(
        at, change.Cause.ToString().ToLowerInvariant(), change.Path, change.Exists, change.Instances.Length, Of(change.Joined), Of(change.Changed), Of(change.Left), change.Skipped, change.Zxid.ToString());

    private static ServiceInstanceJson[] Of(IEnumerable<ServiceInstance> instances) => [.. instances.Select(ServiceInstanceJson.From)];
}
