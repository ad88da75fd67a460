using System.Globalization;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Deploy.Rollouts;

/// <summary>
/// What the name of a slot tells, so that one list of names shows who is at work and since when:
/// <c>1893456000000-web1-0000000007</c>.
/// </summary>
/// <param name="Name">The whole name.</param>
/// <param name="Agent">Who holds it.</param>
/// <param name="Since">When it was taken, by ZooKeeper's clock as the holder knew it.</param>
internal sealed record RolloutSlotName(string Name, string Agent, DateTimeOffset Since)
{
    /// <summary>The name without the counter that the server appends.</summary>
    internal static string Prefix(string agent, DateTimeOffset since) => since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture) + "-" + agent + "-";

    /// <summary>Takes a name apart; null for a node that is no slot.</summary>
    internal static RolloutSlotName? TryParse(string name)
    {
        if (!SequentialName.TryParse(name, out var prefix, out _)) return null;
        var cut = prefix.IndexOf('-', StringComparison.Ordinal);
        if (cut <= 0 || cut + 2 > prefix.Length - 1 || prefix[^1] != '-') return null;
        return long.TryParse(prefix.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 253_402_300_800_000
            ? new(name, prefix[(cut + 1)..^1], DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : null;
    }
}
