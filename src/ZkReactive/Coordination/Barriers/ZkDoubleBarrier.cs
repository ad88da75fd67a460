using ZkReactive.Client;
using ZkReactive.Coordination.Core;
using ZkReactive.Coordination.Locks;
using ZkReactive.Protocol;

namespace ZkReactive.Coordination.Barriers;

/// <summary>
/// Lets so many begin together and end together. Those who wait to begin watch one node, <c>ready</c>; of those who wait to
/// end, the first watches the last and the others the first. One object stands for one participant.
/// </summary>
public sealed class ZkDoubleBarrier
{
    private const string ReadyName = "ready";
    private const string MemberName = "member-";

    private readonly IZkClient _client;
    private readonly OwnNodes _nodes;
    private readonly ZkPath _members;
    private readonly ZkPath _ready;
    private OwnNode? _own;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkDoubleBarrier(IZkClient client, ZkPath path, int count)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _client = client;
        Path = path;
        Count = count;
        _members = path / "members";
        _ready = path / ReadyName;
        _nodes = new OwnNodes(client, _members, acl: null);
    }

    /// <summary>The barrier's node.</summary>
    public ZkPath Path { get; }

    /// <summary>How many begin together.</summary>
    public int Count { get; }

    /// <summary>Waits until <see cref="Count"/> participants have entered. Cancelled, it is no participant any more.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken = default)
    {
        if (_own is not null) throw new InvalidOperationException($"This participant has entered the barrier {Path} already; leave it first.");
        while (true)
        {
            var own = await _nodes.CreateAsync(() => LockNames.NewMarker(LockNaming.Curator), MemberName, default, cancellationToken).ConfigureAwait(false);
            var isIn = false;
            try
            {
                isIn = await WaitForOthersAsync(own, cancellationToken).ConfigureAwait(false);
                if (!isIn) continue;
                _own = own;
                CoordinationLog.BarrierPassed(CoordinationLog.Of(_client), own.Session, Path);
                return;
            }
            finally
            {
                if (!isIn) await _nodes.RemoveSoonAsync(own).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until every participant has left, or is gone.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        var own = _own ?? throw new InvalidOperationException($"This participant has not entered the barrier {Path}.");
        _own = null;
        while (true)
        {
            var members = LineOrder.Sort(await NodeWait.ChildrenAsync(_client, _members, cancellationToken).ConfigureAwait(false), MemberName);
            if (members.Count == 0) break;
            var isFirst = members[0] == own.Path.Name;
            if (!isFirst || members.Count == 1) await _nodes.RemoveSoonAsync(own).ConfigureAwait(false);
            if (isFirst && members.Count == 1) break;

            // The first leaves last, so the others need to watch it alone.
            await NodeWait.UntilAsync(_client, _members / (isFirst ? members[^1] : members[0]), exists: false, cancellationToken).ConfigureAwait(false);
        }

        await NodeWait.DeleteAsync(_client, _ready, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>False when the session, and with it our node, has gone meanwhile.</summary>
    private async Task<bool> WaitForOthersAsync(OwnNode own, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (ready, watch) = await Patience.RunAsync(_client, token => _client.ExistsWatchedAsync(_ready, token), cancellationToken).ConfigureAwait(false);
            await using (watch.ConfigureAwait(false))
            {
                var members = await NodeWait.ChildrenAsync(_client, _members, cancellationToken).ConfigureAwait(false);
                if (!members.Contains(own.Path.Name)) return false;
                if (ready.Exists) return true;
                if (members.Count >= Count)
                {
                    await TryCreateReadyAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                }

                await NodeWait.AnyAsync(_client, watch, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task TryCreateReadyAsync(CancellationToken cancellationToken) => await Patience.RunAsync(
        _client,
        async token =>
        {
            try
            {
                await _client.CreateAsync(_ready, default, CreateMode.Ephemeral, cancellationToken: token).ConfigureAwait(false);
            }
            catch (NodeExistsException)
            {
                // Another who came at the same time has seen it too.
            }

            return true;
        },
        cancellationToken).ConfigureAwait(false);
}
