using System.Reactive.Linq;
using ZkReactive.Client;
using ZkReactive.Protocol;
using ZkReactive.Streams;

namespace ZkReactive.Coordination.Groups;

/// <summary>
/// A group of living members, each with a status. Members of Curator's <c>GroupMember</c> and kazoo's <c>Party</c> on the same
/// path are members too.
/// </summary>
public sealed class ZkGroup
{
    private readonly IZkClient _client;

    /// <summary>Makes one; nothing is asked of the server yet.</summary>
    public ZkGroup(IZkClient client, ZkPath path)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        Path = path;
    }

    /// <summary>The node below which the members are.</summary>
    public ZkPath Path { get; }

    /// <summary>
    /// Joins. The membership lasts until it is disposed: after an expired session it is made anew by itself. Where the id is
    /// taken by another session, that may be a dead predecessor's, so it is waited for as long as a session lives.
    /// </summary>
    /// <exception cref="CoordinationException">Another living member has the id.</exception>
    public async Task<ZkGroupMembership> JoinAsync(
        string id, ReadOnlyMemory<byte> status = default, GroupNaming naming = GroupNaming.Curator, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        var (name, data) = GroupNodes.Create(naming, id, status);
        var membership = new ZkGroupMembership(_client, Path / name, id, data, naming);
        try
        {
            await membership.Joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            return membership;
        }
        catch
        {
            await membership.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The members now, by id.</summary>
    public async Task<IReadOnlyList<ZkGroupMember>> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var children = await _client.GetChildrenAsync(Path, cancellationToken).ConfigureAwait(false);
            var members = await Task.WhenAll(children.Names.Select(name => ReadMemberAsync(Path / name, cancellationToken))).ConfigureAwait(false);
            return [.. members.OfType<ZkGroupMember>().OrderBy(member => member.Id, StringComparer.Ordinal)];
        }
        catch (NoNodeException)
        {
            return [];
        }
    }

    /// <summary>Who joins, changes its status, and leaves, as a stream.</summary>
    /// <remarks>
    /// Cold: each subscription watches by itself (the list, and each member). First emissions: each present member as joined,
    /// with <see cref="ChangeCause.Initial"/>; none for an empty group. Order: each member's changes in order; between two
    /// members there is none. Merging: changes of one member's status that follow each other quickly are merged, the newest
    /// wins; a member that left and came back is both. Ends as <see cref="ZkStreams.ObserveNode"/> does: on unsubscribe,
    /// disposal of the client, or with a typed exception that trying again cannot mend. Scheduler: the thread pool, one
    /// emission at a time. Connection loss and reconnect: nothing but what has changed meanwhile; after an expiry the same.
    /// </remarks>
    public IObservable<ZkGroupChange> Observe() => Observable.Defer(() =>
    {
        var fold = new GroupFold();
        return _client.ObserveChildren(Path).Publish(lists => lists
            .SelectMany(list => list.Added)
            .SelectMany(name => _client.ObserveNode(Path / name).TakeUntil(lists.Where(list => list.Removed.Contains(name))).Select(change => (Change: (NodeChange?)change, List: (ChildrenChange?)null)))
            .Merge(lists.Select(list => (Change: (NodeChange?)null, List: (ChildrenChange?)list))))
            .Synchronize()
            .SelectMany(seen => (seen.Change is { } change ? fold.See(change) : seen.List!.Removed.SelectMany(name => fold.Gone(Path / name, seen.List.Cause))).ToArray());
    });

    private async Task<ZkGroupMember?> ReadMemberAsync(ZkPath node, CancellationToken cancellationToken)
    {
        try
        {
            var read = await _client.GetAsync(node, cancellationToken).ConfigureAwait(false);
            return GroupNodes.Read(node, read.Data, read.Stat);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }
}
