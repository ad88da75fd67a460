using ZkReactive.Client;
using ZkReactive.Protocol;

namespace ZkReactive.Pipelines.Policy.Agents;

/// <summary>
/// Reads a whole set as it stood at one moment, without locks and without help from whoever writes. Safe from any thread;
/// one reading at a time.
/// </summary>
/// <remarks>
/// A reading begins with a question whose answer tells the last transaction that the server had applied, <c>t</c>. All that
/// is asked after it, on the same connection or a later one, is answered by a server at <c>t</c> or later. So whatever was last
/// changed at <c>t</c> or before is now as it was at <c>t</c>; if that goes for every node and list that was read, the reading
/// shows the set at <c>t</c>. If something is newer, it is read again. Data is kept between readings and only asked for when its
/// mzxid has changed.
/// </remarks>
internal sealed class SnapshotReader(IZkClient client, PolicyNodes nodes, PolicyLimits limits)
{
    private const int MaxAttempts = 200;
    private const int EagerAttempts = 5;
    private const int BatchSize = 250;

    private readonly Lock _lock = new();
    private readonly Dictionary<ZkPath, (Zxid Mzxid, ReadOnlyMemory<byte> Data)> _known = [];
    private int _history;

    /// <summary>Takes in what a stream has read, so that it need not be read twice.</summary>
    public void Offer(ZkPath path, Zxid mzxid, ReadOnlyMemory<byte> data)
    {
        lock (_lock)
        {
            if (!_known.TryGetValue(path, out var known) || known.Mzxid < mzxid) _known[path] = (mzxid, data);
        }
    }

    /// <exception cref="PolicyException">The set kept changing.</exception>
    public async Task<PolicySnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            ForgetOtherHistory();
            if (await TryReadAsync(cancellationToken).ConfigureAwait(false) is { } snapshot) return snapshot;
            if (attempt < EagerAttempts) continue;
            var pause = TimeSpan.FromMilliseconds(1 + (Random.Shared.NextDouble() * Math.Min(attempt, 20)));
            await Task.Delay(pause, client.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        throw new PolicyException(PolicyErrorIds.Unsettled, $"Reading the policies of {nodes.Type} failed: they changed during each of {MaxAttempts} readings. Find out who writes so often, and try again.")
        {
            Path = nodes.Type,
            Operation = "Read",
        };
    }

    private async Task<PolicySnapshot?> TryReadAsync(CancellationToken cancellationToken)
    {
        // Sent in this order on one connection, so that the first answer's moment is before all the others.
        var probing = client.ExistsAsync(nodes.Type, cancellationToken).AsTask();
        var readingAcls = ListAsync(nodes.Acls, cancellationToken);
        var readingAgls = ListAsync(nodes.Agls, cancellationToken);
        var probe = await probing.ConfigureAwait(false);
        var acls = await readingAcls.ConfigureAwait(false);
        var agls = await readingAgls.ConfigureAwait(false);
        var moment = probe.Zxid;
        if (acls?.Stat.Pzxid > moment || agls?.Stat.Pzxid > moment) return null;

        var members = new List<PolicyMember>();
        foreach (var (kind, list) in new[] { (PolicyKind.Acl, acls), (PolicyKind.Agl, agls) })
        {
            // One more than is allowed is enough to refuse the set.
            var names = (list?.Names ?? []).Order(PolicyNameComparer.Instance).Take(limits.MaxPolicies + 1);
            foreach (var batch in names.Chunk(BatchSize))
            {
                foreach (var member in await Task.WhenAll(batch.Select(name => ReadAsync(kind, name, cancellationToken))).ConfigureAwait(false))
                {
                    if (member is null || member.Stat.Mzxid > moment) return null;
                    members.Add(member);
                }
            }
        }

        if (acls is null || agls is null)
        {
            // An absent node has no mzxid; that it was absent at the moment too, its parent knows.
            var parent = await client.ExistsAsync(nodes.Type, cancellationToken).ConfigureAwait(false);
            if (parent.Exists ? parent.Stat.Value.Pzxid > moment : acls is not null || agls is not null) return null;
        }

        Forget(members);
        return new(nodes.Type, members, probe.Stat, acls?.Stat, agls?.Stat, Newest(members, acls, agls), moment);
    }

    private static Zxid Newest(List<PolicyMember> members, ZkChildren? acls, ZkChildren? agls)
    {
        var newest = Zxid.None;
        foreach (var member in members) newest = Later(newest, member.Stat.Mzxid);
        if (acls is not null) newest = Later(newest, acls.Stat.Pzxid);
        if (agls is not null) newest = Later(newest, agls.Stat.Pzxid);
        return newest;
    }

    private static Zxid Later(Zxid one, Zxid other) => one > other ? one : other;

    private async Task<ZkChildren?> ListAsync(ZkPath parent, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetChildrenAsync(parent, cancellationToken).ConfigureAwait(false);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    /// <summary>A policy with its data, read only if it is not known; null when it has gone.</summary>
    private async Task<PolicyMember?> ReadAsync(PolicyKind kind, string name, CancellationToken cancellationToken)
    {
        var path = nodes.Policy(kind, name);
        try
        {
            if (Known(path) is { } known)
            {
                var existence = await client.ExistsAsync(path, cancellationToken).ConfigureAwait(false);
                if (!existence.Exists) return null;
                if (existence.Stat.Value.Mzxid == known.Mzxid) return new(kind, name, path, known.Data, existence.Stat.Value);
            }

            var node = await client.GetAsync(path, cancellationToken).ConfigureAwait(false);
            Offer(path, node.Stat.Mzxid, node.Data);
            return new(kind, name, path, node.Data, node.Stat);
        }
        catch (NoNodeException)
        {
            return null;
        }
    }

    private (Zxid Mzxid, ReadOnlyMemory<byte> Data)? Known(ZkPath path)
    {
        lock (_lock) return _known.TryGetValue(path, out var known) ? known : null;
    }

    /// <summary>Drops what is no longer there.</summary>
    private void Forget(List<PolicyMember> members)
    {
        var present = members.Select(member => member.Path).ToHashSet();
        lock (_lock)
        {
            foreach (var path in _known.Keys.Where(path => !present.Contains(path)).ToArray()) _known.Remove(path);
        }
    }

    /// <summary>On an ensemble that was restored, the same zxid may stand for something else.</summary>
    private void ForgetOtherHistory()
    {
        var history = client.Session.HistoryNumber;
        lock (_lock)
        {
            if (history == _history) return;
            _history = history;
            _known.Clear();
        }
    }
}
