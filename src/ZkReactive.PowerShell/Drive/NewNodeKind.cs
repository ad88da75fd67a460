using ZkReactive.Protocol;

namespace ZkReactive.PowerShell.Drive;

/// <summary>What <c>-ItemType</c> of <c>New-Item</c> asks for. Pure.</summary>
/// <param name="Mode">How the node is created.</param>
/// <param name="IsFolder">Whether it was asked for as a folder, which may be there already when -Force is given.</param>
internal readonly record struct NewNodeKind(CreateMode Mode, bool IsFolder)
{
    private static readonly Dictionary<string, CreateMode> Modes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Persistent"] = CreateMode.Persistent,
        ["Ephemeral"] = CreateMode.Ephemeral,
        ["Sequential"] = CreateMode.PersistentSequential,
        ["PersistentSequential"] = CreateMode.PersistentSequential,
        ["EphemeralSequential"] = CreateMode.EphemeralSequential,
        ["Container"] = CreateMode.Container,
        ["Ttl"] = CreateMode.PersistentWithTtl,
        ["TtlSequential"] = CreateMode.PersistentSequentialWithTtl,

        // What mkdir and habit ask for.
        ["Node"] = CreateMode.Persistent,
        ["File"] = CreateMode.Persistent,
        ["Directory"] = CreateMode.Persistent,
    };

    /// <summary>Reads an item type; none is a persistent node, or a TTL node when a time to live is given.</summary>
    /// <exception cref="ArgumentException">There is no such type, or a time to live is missing or out of place.</exception>
    public static NewNodeKind Parse(string? itemType, TimeSpan? timeToLive)
    {
        if (string.IsNullOrEmpty(itemType)) return new(timeToLive is null ? CreateMode.Persistent : CreateMode.PersistentWithTtl, false);
        if (!Modes.TryGetValue(itemType, out var mode))
            throw new ArgumentException($"There is no item type '{itemType}'. Use Persistent, Ephemeral, Sequential, EphemeralSequential, Container or Ttl.");

        var lives = mode is CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl;
        if (lives && timeToLive is null) throw new ArgumentException($"Item type '{itemType}' needs -Ttl, for instance -Ttl 5m.");
        if (!lives && timeToLive is not null) throw new ArgumentException($"-Ttl goes with item type Ttl, not '{itemType}'.");
        return new(mode, itemType.Equals("Directory", StringComparison.OrdinalIgnoreCase));
    }
}
