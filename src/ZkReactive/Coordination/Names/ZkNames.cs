using System.Globalization;
using System.Text;
using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Counters;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Names;

/// <summary>Names and ids that nobody else has, in the whole ensemble.</summary>
public sealed class ZkNames
{
    private readonly IZkClient _client;
    private readonly ZkSharedValue _next;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkNames(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _next = new ZkSharedValue(client, path);
        Path = path;
    }

    /// <summary>For names the node below which they are; for ids the node that holds the next one.</summary>
    public ZkPath Path { get; }

    /// <summary>Claims a name: a node that only one can make.</summary>
    /// <param name="name">The name.</param>
    /// <param name="data">What the node says of its owner.</param>
    /// <param name="forThisSession">Whether the name is free again when this client's session ends; else it stays until its node is deleted.</param>
    /// <param name="cancellationToken">Gives up waiting; the name may have been claimed.</param>
    /// <returns>The name's node.</returns>
    /// <exception cref="CoordinationException">Somebody has the name.</exception>
    public async Task<ZkCreated> ClaimAsync(string name, ReadOnlyMemory<byte> data = default, bool forThisSession = false, CancellationToken cancellationToken = default)
    {
        var node = Path / name;
        var wasLost = false;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var created = await _client.CreateAsync(node, data, forThisSession ? CreateMode.Ephemeral : CreateMode.Persistent, new ZkCreateOptions { CreateParents = true }, cancellationToken).ConfigureAwait(false);
                CoordinationLog.NameClaimed(CoordinationLog.Of(_client), _client.Session.Id, node);
                return created;
            }
            catch (NodeExistsException)
            {
                if (wasLost && forThisSession && await OursAsync(node, cancellationToken).ConfigureAwait(false) is { } ours) return ours;
                throw new CoordinationException(CoordinationErrorIds.NameTaken, $"Claiming the name '{name}' below {Path} failed: somebody has it{(wasLost ? ", or this claim did, whose reply was lost" : "")}. Take another, or look at {node}.") { Path = node };
            }
            catch (ZkException e) when (e.IsTransient)
            {
                wasLost |= e is not ConnectionLossException { OutcomeUnknown: false };
                await Patience.PauseAsync(_client, attempt, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes a node with a name nobody else has: <paramref name="prefix"/> and the parent's counter. A lost reply never makes two.</summary>
    public async Task<ZkCreated> CreateSequentialAsync(string prefix, ReadOnlyMemory<byte> data = default, CancellationToken cancellationToken = default) =>
        await _client.CreateAsync(Path / prefix, data, CreateMode.PersistentSequential, new ZkCreateOptions { CreateParents = true, Protected = true }, cancellationToken).ConfigureAwait(false);

    /// <summary>The next id: 64 bits, counted up from 1. Ids are never given twice; some may be left out when a reply is lost.</summary>
    public async Task<long> NextIdAsync(CancellationToken cancellationToken = default) => (await TakeIdsAsync(1, cancellationToken).ConfigureAwait(false)).First;

    /// <summary>Takes so many ids at once, for a client that needs many.</summary>
    /// <exception cref="CoordinationException">The node holds no number, or 64 bits are used up.</exception>
    public async Task<ZkIdBlock> TakeIdsAsync(int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var last = Read(await _next.UpdateAsync(data => Write(Read(data), count), cancellationToken).ConfigureAwait(false));
        return new ZkIdBlock(last - count + 1, count);
    }

    private async Task<ZkCreated?> OursAsync(ZkPath node, CancellationToken cancellationToken)
    {
        var found = await Patience.RunAsync(_client, token => _client.ExistsAsync(node, token), cancellationToken).ConfigureAwait(false);
        return found.Exists && found.Stat.Value.EphemeralOwner == _client.Session.Id.Value ? new ZkCreated(node, found.Stat, found.Stat.Value.Czxid) : null;
    }

    private ReadOnlyMemory<byte> Write(long value, int step) => value <= long.MaxValue - step
        ? Encoding.ASCII.GetBytes((value + step).ToString(CultureInfo.InvariantCulture))
        : throw new CoordinationException(CoordinationErrorIds.CounterInvalid, $"Taking {step} ids at {Path} failed: {value} were given, and 64 bits hold no more.") { Path = Path };

    private long Read(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty) return 0;
        return long.TryParse(Encoding.UTF8.GetString(data.Span), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CoordinationException(CoordinationErrorIds.CounterInvalid, $"The node {Path} holds no whole number, so no ids can be taken there. Give another path.") { Path = Path };
    }
}
